import { describe, expect, it } from "vitest";
import { InvalidOptionError } from "../../src/core/invalid-option.ts";
import { fixed } from "../../src/core/sources.ts";
import { rateLimitReset } from "../../src/http/index.ts";
import { decide } from "../../src/policy/decide.ts";
import type { Failure } from "../../src/policy/failure.ts";
import { policy } from "../../src/policy/policy.ts";

const at = { wallNow: Date.UTC(2026, 9, 21, 7, 28) };
const thrown = (error: unknown): Failure => ({ kind: "error", error });
const rejected = (value: unknown): Failure => ({ kind: "rejected-result", value });
const delayOf = (failure: Failure): number | undefined => rateLimitReset()(failure, at)?.delay;
const response = (headers: Record<string, string>, body?: BodyInit): Response =>
  new Response(body, { status: 429, headers });

const LIMITED = { ratelimit: '"hourly";r=0;t=7' };
const OWN: Readonly<Record<string, string>> = { ratelimit: '"hourly";r=0', "RateLimit-Policy": '"hourly";q=9;w=7' };

describe("rateLimitReset: where it looks", () => {
  it.each<[string, Failure]>([
    ["a rejected Response", rejected(response(LIMITED))],
    ["a rejected result with a record of headers", rejected({ status: 429, headers: LIMITED })],
    ["a Response that was thrown", thrown(response(LIMITED))],
    ["error.response", thrown(Object.assign(new Error("busy"), { response: response(LIMITED) }))],
    ["error.response with a record", thrown({ response: { statusCode: 429, headers: LIMITED } })],
    ["error.$response, of the AWS SDK", thrown({ $response: { statusCode: 429, headers: LIMITED } })],
    ["error.headers, a Headers", thrown({ headers: new Headers(LIMITED) })],
    ["error.headers, a Map in title case", thrown({ headers: new Map([["RateLimit", LIMITED.ratelimit]]) })],
    ["a record in title case", thrown({ headers: { RateLimit: LIMITED.ratelimit } })],
    ["a record in capitals", thrown({ headers: { RATELIMIT: LIMITED.ratelimit } })],
    ["an array of one", thrown({ headers: { ratelimit: [LIMITED.ratelimit] } })],
    ["error.headers when the response has none", thrown({ response: {}, headers: LIMITED })],
    [
      "error.headers when the response asks for nothing",
      thrown({ response: { headers: { ratelimit: "x" } }, headers: LIMITED }),
    ],
    ["the response before the error", thrown({ response: { headers: LIMITED }, headers: { "retry-after": "9" } })],
    [
      "a Map with other keys",
      thrown({
        headers: new Map<unknown, string>([
          [1, "x"],
          ["ratelimit", LIMITED.ratelimit],
        ]),
      }),
    ],
    [
      "headers with a get of their own, which tells cases apart",
      thrown({ headers: { get: (name: string) => OWN[name] } }),
    ],
    ["a record where another spelling has no value", thrown({ headers: { RateLimit: undefined, ...LIMITED } })],
  ])("finds the header in %s", (_, failure) => {
    expect(delayOf(failure)).toBe(7_000);
  });

  it.each<[string, Failure]>([
    ["no headers", thrown(new Error("busy"))],
    ["undefined", thrown(undefined)],
    ["null", rejected(null)],
    ["text", thrown("x-ratelimit-reset: 7")],
    ["a number", rejected(429)],
    ["headers that are text", thrown({ headers: "x-ratelimit-reset: 7" })],
    ["two values", thrown({ headers: { "x-ratelimit-reset": ["7", "7"] } })],
    [
      "two values that a Headers joins",
      thrown({
        headers: new Headers([
          ["x-ratelimit-reset", "7"],
          ["x-ratelimit-reset", "7"],
        ]),
      }),
    ],
    ["two spellings", thrown({ headers: { "x-ratelimit-reset": "7", "X-RateLimit-Reset": "7" } })],
    [
      "two spellings in a Map",
      thrown({
        headers: new Map([
          ["x-ratelimit-reset", "7"],
          ["X-RateLimit-Reset", "7"],
        ]),
      }),
    ],
    ["a number for a value", thrown({ headers: { "x-ratelimit-reset": 7 } })],
    ["a header of the prototype", thrown({ headers: Object.create({ "x-ratelimit-reset": "7" }) })],
    ["a promise for a value", thrown({ headers: { get: () => Promise.resolve("7") } })],
  ])("has no hint for %s", (_, failure) => {
    expect(delayOf(failure)).toBeUndefined();
  });

  it.each<[string, unknown]>([
    ["a proxy", explosive()],
    ["headers that are a proxy", { headers: explosive() }],
    ["a response that is a proxy", { response: explosive(), $response: explosive() }],
    ["headers that are a revoked proxy", { headers: revoked() }],
    ["a header that is a revoked proxy", { headers: { ratelimit: revoked(), "x-ratelimit-reset": revoked() } }],
    ["a header that throws", { headers: Object.defineProperty({}, "ratelimit", { enumerable: true, get: fail }) }],
    ["a get that throws", { headers: { get: fail } }],
    ["lines that throw", { headers: { ratelimit: [Object.defineProperty([], 0, { get: fail })] } }],
    ["lines too long for one string", { headers: { ratelimit: Array.from({ length: 600 }, () => "9".repeat(1e6)) } }],
  ])("has no hint for %s, and does not throw", (_, hostile) => {
    expect(delayOf(thrown(hostile))).toBeUndefined();
    expect(delayOf(rejected(hostile))).toBeUndefined();
  });

  it("F-078: is not slowed by ten thousand headers", () => {
    const many = Object.fromEntries(Array.from({ length: 1e4 }, (_, index) => [`x-${index}`, "7"]));
    const begun = performance.now();
    expect(delayOf(thrown({ headers: many }))).toBeUndefined();
    expect(performance.now() - begun).toBeLessThan(500);
  });
});

function fail(): never {
  throw new Error("hands off");
}

function explosive(): object {
  return new Proxy({}, { get: fail, has: fail, ownKeys: fail, getPrototypeOf: fail, getOwnPropertyDescriptor: fail });
}

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

describe("rateLimitReset: which header", () => {
  const all = {
    "retry-after-ms": "1001",
    "x-ms-retry-after-ms": "1002",
    "x-amz-retry-after": "1003",
    "retry-after": "4",
    ratelimit: '"a";r=0;t=5',
    "ratelimit-reset": "6",
    "x-ratelimit-reset": "7",
  };
  const asked = (headers: object, header?: string | readonly string[]): number | undefined =>
    rateLimitReset({ header })(thrown({ headers }), at)?.delay;

  it("asks what the server asks of this client before what it says of its quotas", () => {
    const entries = Object.entries(all);
    const delays = entries.map((_, index) => asked(Object.fromEntries(entries.slice(index).toReversed())));
    expect(delays).toEqual([1_001, 1_002, 1_003, 4_000, 5_000, 6_000, 7_000]);
  });

  it("goes on to the next where one asks for nothing", () => {
    expect(asked({ ...all, "retry-after-ms": "0", "x-ms-retry-after-ms": "soon", "x-amz-retry-after": "-1" })).toBe(
      4_000,
    );
    expect(asked({ "retry-after": "0", ratelimit: '"a";r=9;t=5', "x-ratelimit-reset": "7" })).toBe(7_000);
  });

  it("looks for one alone, written in any case", () => {
    expect(asked(all, "x-ratelimit-reset")).toBe(7_000);
    expect(asked(all, "X-RateLimit-Reset")).toBe(7_000);
    expect(asked({ "X-Amz-Retry-After": "9" }, "x-amz-retry-after")).toBe(9);
    expect(asked({ "retry-after": "4" }, "x-ratelimit-reset")).toBeUndefined();
  });

  it("looks for several, in their order", () => {
    expect(asked(all, ["x-ratelimit-reset", "retry-after"])).toBe(7_000);
    expect(asked(all, ["retry-after", "x-ratelimit-reset"])).toBe(4_000);
    expect(asked({ "x-ratelimit-reset": "7" }, ["retry-after", "x-ratelimit-reset"])).toBe(7_000);
  });

  it("reads a name that it does not know as a reset, with the remainder of that name", () => {
    const headers = { "x-rate-limit-reset": "8" };
    expect(asked(headers)).toBeUndefined();
    expect(asked(headers, "x-rate-limit-reset")).toBe(8_000);
    expect(asked({ ...headers, "x-rate-limit-remaining": "1" }, "x-rate-limit-reset")).toBeUndefined();
    expect(asked({ ...headers, "x-rate-limit-remaining": "0" }, "x-rate-limit-reset")).toBe(8_000);
    expect(asked({ "x-ratelimit-reset-after": "9", "x-ratelimit-remaining": "3" }, "x-ratelimit-reset-after")).toBe(
      9_000,
    );
  });

  it("reads a name that it does not know as milliseconds when it ends in -ms", () => {
    expect(asked({ "x-acme-wait-ms": "8" }, "X-Acme-Wait-Ms")).toBe(8);
  });

  it.each(["__proto__", "constructor", "toString"])("takes %j for a name like any other", (header) => {
    expect(asked({}, header)).toBeUndefined();
    expect(asked({ [header.toLowerCase()]: "8" }, "constructor")).toBe(header === "constructor" ? 8_000 : undefined);
  });

  it("spreads what AWS asks for over five seconds, unless told otherwise", () => {
    const busy = thrown({ headers: { "x-amz-retry-after": "1500" } });
    expect(rateLimitReset()(busy, at)).toEqual({ delay: 1_500, spread: 5_000, atMost: 60_000 });
    expect(rateLimitReset({ spread: 0 })(busy, at)).toEqual({ delay: 1_500, spread: 0, atMost: 60_000 });
    expect(rateLimitReset({ spread: "1s" })(busy, at)?.spread).toBe(1_000);
  });
});

describe("rateLimitReset: the hint", () => {
  const busy = thrown({ headers: { "x-ratelimit-reset": "30" } });

  it("is at most a minute and spread over nothing, unless told otherwise", () => {
    expect(rateLimitReset()(busy, at)).toEqual({ delay: 30_000, spread: 0, atMost: 60_000 });
    expect(rateLimitReset({})(busy, at)).toEqual({ delay: 30_000, spread: 0, atMost: 60_000 });
    const nothing = { header: undefined, atMost: undefined, spread: undefined };
    expect(rateLimitReset(nothing)(busy, at)).toEqual(rateLimitReset()(busy, at));
  });

  it("carries the options in milliseconds", () => {
    expect(rateLimitReset({ atMost: "2h", spread: "1.5s" })(busy, at)).toEqual({
      delay: 30_000,
      spread: 1_500,
      atMost: 7_200_000,
    });
    expect(rateLimitReset({ atMost: Infinity })(busy, at)?.atMost).toBe(Infinity);
  });

  it.each<[string, unknown, string]>([
    ["a duration that is none", { atMost: "soon" }, "atMost"],
    ["a negative limit", { atMost: -1 }, "atMost"],
    ["a limit of null", { atMost: null }, "atMost"],
    ["an endless spread", { spread: Infinity }, "spread"],
    ["an empty name", { header: "" }, "header"],
    ["a name with a space", { header: "x ratelimit" }, "header"],
    ["a name with a colon", { header: "x-ratelimit-reset:" }, "header"],
    ["a name with a line break", { header: "x\r\ny" }, "header"],
    ["a name beyond ASCII", { header: "größe" }, "header"],
    ["a name of a million characters", { header: "x".repeat(1e6) }, "header"],
    ["no names", { header: [] }, "header"],
    ["a list with something else", { header: ["retry-after", 7] }, "header"],
    ["a list in a list", { header: [["retry-after"]] }, "header"],
    ["a name that is a number", { header: 7 }, "header"],
    ["a name that is null", { header: null }, "header"],
    ["a function", { header: () => "retry-after" }, "header"],
    ["no object", "x-ratelimit-reset", "rateLimitReset"],
    ["no options at all", null, "rateLimitReset"],
    ["a key from JSON", JSON.parse('{"__proto__":{"atMost":0}}'), "rateLimitReset"],
  ])("refuses %s at the door", (_, options, option) => {
    const error = caught(() => rateLimitReset(options as never));
    expect(error).toBeInstanceOf(InvalidOptionError);
    expect(error).toMatchObject({ code: "INVALID_OPTION", option });
  });

  it("refuses an unknown option with a suggestion", () => {
    expect(() => rateLimitReset({ headers: "x-ratelimit-reset" } as never)).toThrow('did you mean "header"?');
    expect(() => rateLimitReset({ atmost: "2m" } as never)).toThrow('did you mean "atMost"?');
  });

  it("says what a name is", () => {
    expect(() => rateLimitReset({ header: "" })).toThrow(
      'header: expected the name of a header field, or a list of them, got ""',
    );
  });

  it("F-074: reads its own options only, whatever the prototype says", () => {
    const polluted = Object.create({ atMost: "1ms", spread: "1h", header: "x" });
    expect(rateLimitReset(polluted)(busy, at)).toEqual({ delay: 30_000, spread: 0, atMost: 60_000 });
  });

  it("reads its options once", () => {
    const options = { atMost: 10_000, header: ["x-ratelimit-reset"] };
    const hint = rateLimitReset(options);
    options.atMost = 1;
    options.header[0] = "x";
    expect(hint(busy, at)).toEqual({ delay: 30_000, spread: 0, atMost: 10_000 });
  });
});

function caught(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error;
  }
}

describe("rateLimitReset: in a policy", () => {
  const progress = { attempt: 1, elapsed: 0, previousDelay: 0 };
  const patient = policy({ attempts: 3, schedule: fixed("1s"), delayHint: rateLimitReset({ spread: "4s" }) });
  const decided = (headers: object, random = 0.5) =>
    decide(patient, rejected({ status: 429, headers }), progress, { ...at, random: () => random });

  it("comes back at the reset, and not all at once", () => {
    const headers = { "x-ratelimit-reset": "30" };
    expect([0, 0.25, 0.5].map((random) => decided(headers, random))).toEqual(
      [30_000, 31_000, 32_000].map((delay) => ({ kind: "retry", delay, from: "hint" })),
    );
  });

  it.each(["0", "-1", "abc", "1e3", "9".repeat(16), "1000000000"])(
    "F-068, F-080: leaves the schedule in charge of %j",
    (value) => {
      expect(decided({ "x-ratelimit-reset": value })).toEqual({ kind: "retry", delay: 1_000, from: "schedule" });
    },
  );

  it.each(["61", "86400", "999999999", "999999999999", "999999999999999"])(
    "F-079: ends the run instead of waiting for %s",
    (value) => {
      expect(decided({ "x-ratelimit-reset": value })).toEqual({ kind: "stop", reason: "hint-too-long" });
    },
  );
});

describe("rateLimitReset: the body of a rejected Response", () => {
  it.each<[string, Record<string, string>]>([
    ["with a hint", LIMITED],
    ["when the wait is as long as it may be", { ratelimit: '"a";r=0;t=60' }],
    ["without a hint too: another attempt follows", {}],
  ])("is cancelled %s", async (_, headers) => {
    const value = response(headers, new ReadableStream());
    delayOf(rejected(value));
    expect((await value.body!.getReader().read()).done).toBe(true);
  });

  it("is left alone when the wait is too long: the run ends with this response", async () => {
    const value = response({ ratelimit: '"a";r=0;t=61' }, "come back tomorrow");
    expect(delayOf(rejected(value))).toBe(61_000);
    expect(await value.text()).toBe("come back tomorrow");
  });

  it("is left alone in an error: the error is the caller's", async () => {
    const value = response(LIMITED, "busy");
    expect(delayOf(thrown(value))).toBe(7_000);
    expect(delayOf(thrown({ response: value }))).toBe(7_000);
    expect(await value.text()).toBe("busy");
  });
});
