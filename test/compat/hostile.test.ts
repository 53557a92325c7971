import { describe, expect, it } from "vitest";
import * as compat from "../../src/compat/index.ts";
import { InvalidOptionError, show } from "../../src/core/invalid-option.ts";

const { awsStandard, fromCelery, fromCeleryPublish, fromGrpc, fromTemporal } = compat;
const { toBullMQ, toBullMQStrategy, toCockatiel, toTemporal } = compat;

const grpc = {
  maxAttempts: 4,
  initialBackoff: "0.1s",
  maxBackoff: "1s",
  backoffMultiplier: 2,
  retryableStatusCodes: ["UNAVAILABLE"],
};

/** A list with a hole in it, over which `every` would step. */
const HOLE = Object.assign([], { length: 1 });

type Converter = (value: never, second?: never) => unknown;

/** Every converter, options that it takes, and for each option values that it must not take. */
const BAD: readonly (readonly [
  name: string,
  convert: Converter,
  good: object,
  bad: Readonly<Record<string, readonly unknown[]>>,
])[] = [
  [
    "fromCelery",
    fromCelery,
    { autoretry_for: [Error] },
    {
      autoretry_for: [Error, "Error", ["Error"], [undefined], [() => true], {}, null, HOLE],
      dont_autoretry_for: [Error, [null], [Symbol("class")]],
      retry_backoff: [NaN, -3, Infinity, "5", null, [], 1e306],
      retry_backoff_max: [NaN, -1, Infinity, "600", null, true],
      retry_jitter: ["true", 1, null],
      max_retries: [NaN, -1, 2.5, "3", true, 2 ** 53 - 1],
      default_retry_delay: [NaN, -1, Infinity, "180", null],
      retry_kwargs: [null, 5, "countdown", [], { countdown: "5" }, { countdown: -1 }, { max_retries: "3" }, { eta: 1 }],
    },
  ],
  [
    "fromCeleryPublish",
    fromCeleryPublish,
    {},
    {
      max_retries: [NaN, -1, 2.5, "3", false],
      interval_start: [NaN, -1, Infinity, "3", null],
      interval_step: [NaN, -0.2, Infinity, "1", null],
      interval_max: [NaN, -1, Infinity, "6", null],
      retry_errors: [Error, ["Error"], "Error"],
      timeout: [NaN, -1, Infinity, "30"],
    },
  ],
  [
    "fromGrpc",
    fromGrpc,
    grpc,
    {
      maxAttempts: [undefined, null, NaN, 1, 0, -4, 2.5, "4", Infinity],
      initialBackoff: [undefined, null, 0.1, "0.1", "100ms", "0s", "-1s", ".s", "s", "1e3s", "NaNs", "9999999999999s"],
      maxBackoff: [undefined, null, 1, "1m", "0.0s", " 1s", "1s\n", `${"9".repeat(500)}s`],
      backoffMultiplier: [undefined, null, NaN, 0, -2, Infinity, "2"],
      retryableStatusCodes: [
        undefined,
        null,
        [],
        "UNAVAILABLE",
        [""],
        ["NOPE"],
        [17],
        [-1],
        [1.5],
        [NaN],
        ["toString"],
      ],
    },
  ],
  [
    "fromTemporal",
    fromTemporal,
    {},
    {
      initialInterval: [null, NaN, 0, -1, Infinity, "", "-5s", "soon", "5 parsecs", "1 constructor", 4e14, {}, "0s"],
      backoffCoefficient: [null, NaN, 0, 0.5, -2, Infinity, "2"],
      maximumInterval: [null, NaN, 0, 999, "10ms", Infinity],
      maximumAttempts: [null, NaN, -1, 2.5, "6"],
      nonRetryableErrorTypes: [null, "Error", [Error], [undefined], HOLE],
    },
  ],
  [
    "awsStandard",
    awsStandard,
    {},
    {
      edition: [null, "2.2", 2.1, "__proto__", "toString"],
      dynamoDB: [null, "yes", 1, true],
      isThrottle: [null, "ThrottlingException", {}],
    },
  ],
  ["toTemporal", toTemporal, { attempts: 1 }, { attempts: [NaN, 0, "3", null], schedule: [null, "fixed 1s", {}] }],
  ["toBullMQ", toBullMQ, { attempts: 1 }, { attempts: [NaN, 0, "3", null, Infinity], schedule: [null, "fixed 1s"] }],
  ["toBullMQStrategy", toBullMQStrategy, {}, { attempts: [NaN, 0, "3"], retryIf: [true, null, "Error"] }],
  ["toCockatiel", toCockatiel, {}, { attempts: [NaN, 0, "3"], retryIf: [true, null, "Error"] }],
];

const thrownBy = (run: () => unknown): unknown => {
  try {
    return run();
  } catch (error) {
    return error;
  }
};

const rows = BAD.map(([name, convert, good, bad]) => ({ name, convert, good, bad }));

describe.each(rows)("$name", ({ convert, good, bad }) => {
  const converted = (value: unknown): unknown => thrownBy(() => convert(value as never));

  it("takes what is good", () => {
    expect(converted(good)).not.toBeInstanceOf(Error);
  });

  const cases = Object.entries(bad).flatMap(([option, values]) =>
    values.map((value) => ({ option, value, shown: show(value) })),
  );

  it.each(cases)("refuses $option: $shown, and names it", ({ option, value }) => {
    const error = converted({ ...good, [option]: value });
    expect(error).toBeInstanceOf(InvalidOptionError);
    const named = (error as InvalidOptionError).option;
    const inner = option === "retry_kwargs" && ["countdown", "max_retries"].includes(named);
    expect(inner || named.startsWith(option)).toBe(true);
  });

  it("refuses what is no options at all", () => {
    for (const value of [null, 5, "options", [], () => {}, new Map(), Promise.resolve({})])
      expect(converted(value)).toBeInstanceOf(InvalidOptionError);
  });

  it.each(["nope", "toString", "constructor", "__proto__"])("F-076 refuses the key %s, and says so", (key) => {
    const options = Object.defineProperty({ ...good }, key, { value: 1, enumerable: true });
    const error = converted(options);
    expect(error).toBeInstanceOf(InvalidOptionError);
    expect(String(error)).toContain(`got "${key}"`);
  });

  it("heeds no polluted prototype", () => {
    const bait = { max_retries: "x", maxAttempts: "x", attempts: "x", edition: "x", maximumAttempts: "x" };
    expect(converted(Object.assign(Object.create(bait), good))).not.toBeInstanceOf(Error);
  });
});

describe("how close to Celery", () => {
  it.each([null, true, { exact: "yes" }, { exactly: true }])("refuses %o", (fidelity) => {
    for (const convert of [fromCelery, fromCeleryPublish])
      expect(thrownBy(() => convert({}, fidelity as never))).toBeInstanceOf(InvalidOptionError);
  });
});

describe("an option of another system's neighbourhood", () => {
  it.each<[convert: Converter, key: string, hint: string]>([
    [fromCelery, "time_limit", '"attemptTimeout"'],
    [fromCelery, "retry_backof", '"retry_backoff"'],
    [fromCelery, "countdown", '"retry_kwargs"'],
    [fromGrpc, "retryPolicy", "hand over what is in it"],
    [fromGrpc, "retryThrottling", '"grpcThrottling"'],
    [fromGrpc, "hedgingPolicy", '"hedge"'],
    [fromTemporal, "retry", "hand over what is in it"],
    [fromTemporal, "startToCloseTimeout", '"attemptTimeout"'],
    [fromTemporal, "maximumAttempt", '"maximumAttempts"'],
    [awsStandard, "dynamodb", '"dynamoDB"'],
  ])("is refused with the way to go: %# %s", (convert, key, hint) => {
    const error = thrownBy(() => convert({ [key]: 1 } as never)) as Error;
    expect(error.message).toContain(`got "${key}"`);
    expect(error.message).toContain(hint);
  });
});
