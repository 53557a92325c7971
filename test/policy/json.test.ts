import {
  cap,
  exponential,
  fixed,
  fullJitter,
  InvalidOptionError,
  NotationError,
  parseSchedule,
  policy,
  policyFromJSON,
  type PolicyFunctions,
  type PolicyJSON,
  policyToJSON,
  retryBudget,
  schedule,
} from "ostinato";
import { afterEach, describe, expect, it } from "vitest";

const busy = (error: unknown): boolean => error === "busy";
const empty = (value: unknown): boolean => value === "";
const later = (): undefined => undefined;
const functions = { predicates: { busy, empty }, hints: { later } } satisfies PolicyFunctions;

describe("22: one notation everywhere", () => {
  it("as it is shown", () => {
    const gentle = schedule(exponential("200ms"), cap("30s"), fullJitter);
    expect(gentle.name).toBe("exponential 200ms x2, cap 30s, full jitter");
    expect(parseSchedule(gentle.name).name === gentle.name).toBe(true);
    const read = policyFromJSON({
      attempts: 5,
      schedule: "exponential 200ms x2, cap 30s, full jitter",
      totalTimeout: "1m",
    });
    expect(read).toMatchObject({ attempts: 5, totalTimeout: 60_000 });
    expect(read.schedule.name).toBe(gentle.name);
  });
});

describe("a policy as JSON", () => {
  it("is text, with every function by its name", () => {
    const made = policy({
      schedule: fixed("1s"),
      attempts: Infinity,
      attemptTimeout: 1_500,
      totalTimeout: "1m",
      retryIf: busy,
      retryResult: empty,
      delayHint: later,
    });
    const json = {
      schedule: "fixed 1s",
      attempts: "Infinity",
      attemptTimeout: "1.5s",
      totalTimeout: "1m",
      retryIf: "busy",
      retryResult: "empty",
      delayHint: "later",
    };
    expect(policyToJSON(made, functions)).toEqual(json);
    expect({ ...policyFromJSON(JSON.parse(JSON.stringify(json)), functions) }).toEqual({
      ...made,
      schedule: expect.objectContaining({ name: "fixed 1s" }),
    });
  });

  it("leaves out what is not limited, and the hooks", () => {
    const json = policyToJSON({ schedule: fixed("1s"), onRetry: () => {}, onLate: () => {} });
    expect(json).toEqual({ schedule: "fixed 1s", attempts: 3 });
  });

  it("of nothing is the default policy", () => {
    const { schedule: standard, ...others } = policyFromJSON({});
    const { schedule: own, ...defaults } = policy();
    expect(standard.name).toBe(own.name);
    expect(others).toEqual(defaults);
  });

  it("may have plain milliseconds, and functions made without a prototype", () => {
    const predicates = Object.assign(Object.create(null) as object, { busy });
    const read = policyFromJSON({ attemptTimeout: 250, retryIf: "busy" }, { predicates });
    expect(read).toMatchObject({ attemptTimeout: 250, retryIf: busy });
  });

  it("is refused with routes or a budget, which are no data", () => {
    expect(() => policyToJSON({ routes: [[busy, { attempts: 2 }]] })).toThrow(
      "routes: expected none in a policy that becomes JSON, got an array",
    );
    expect(() => policyToJSON({ budget: retryBudget({ capacity: 10 }) })).toThrow("budget: expected none");
  });

  it("is refused with a schedule of one's own, in words that say why", () => {
    const own = { name: "squares", delay: () => 1, bounds: () => ({ min: 1, max: 1 }) };
    const expected = "schedule: expected one whose name is its notation, made of built-in sources and modifiers, got";
    const error = expect.objectContaining({
      message: `${expected} "squares, cap 1s"`,
      cause: expect.any(NotationError) as unknown,
    }) as Error;
    expect(() => policyToJSON({ schedule: schedule(own, cap("1s")) })).toThrow(error);
    const copy = { ...fixed("1s"), delay: () => 5 };
    expect(() => policyToJSON({ schedule: copy })).toThrow(`${expected} "fixed 1s", which gives other delays`);
    expect(policyToJSON({ schedule: { ...fixed("1s") } }).schedule).toBe("fixed 1s");
  });

  it("is refused with a function that has no name", () => {
    expect(() => policyToJSON({ retryIf: () => true }, functions)).toThrow(
      "retryIf: expected a function that has a name among those given, got a function",
    );
    expect(() => policyToJSON({ retryIf: busy })).toThrow("retryIf: expected a function that has a name");
    expect(() => policyToJSON({ delayHint: later }, { predicates: { later: busy } })).toThrow("delayHint: expected");
  });
});

const reading =
  (text: string, known: PolicyFunctions = functions) =>
  () =>
    policyFromJSON(JSON.parse(text) as PolicyJSON, known);

describe("a hostile policy", () => {
  it.each<[text: string, complaint: string]>([
    ["null", "policy: expected an object, got null"],
    ["[]", "policy: expected an object, got an array"],
    ["3", "policy: expected an object, got 3"],
    ['"fixed 1s"', 'policy: expected an object, got "fixed 1s"'],
    ['{"atempts": 3}', 'got "atempts"; did you mean "attempts"?'],
    ['{"retries": 3}', 'got "retries"'],
    ['{"onRetry": "log"}', 'got "onRetry"'],
    ['{"budget": {}}', 'got "budget"'],
    ['{"routes": []}', 'got "routes"'],
    ['{"__proto__": {"attempts": 9}}', 'got "__proto__"'],
    ['{"constructor": {"prototype": {"attempts": 9}}}', 'got "constructor"'],
    ['{"prototype": {}}', 'got "prototype"'],
    ['{"toString": "busy"}', 'got "toString"'],
    ['{"schedule": null}', "schedule: expected notation, got null"],
    ['{"schedule": {"name": "fixed 1s"}}', "schedule: expected notation, got an object"],
    ['{"schedule": "fixd 1s"}', 'did you mean "fixed"?'],
    ['{"schedule": "__proto__ 1s"}', 'got "__proto__"'],
    ['{"schedule": "constructor 1s"}', 'got "constructor"'],
    [`{"schedule": "${"(".repeat(3_000)}"}`, "schedule: expected notation of at most 2000 characters"],
    ['{"attempts": "3"}', 'attempts: expected a number, or "Infinity", got "3"'],
    ['{"attempts": "-Infinity"}', "attempts: expected a number"],
    ['{"attempts": 0}', "attempts: expected a whole number ≥ 1, or Infinity, got 0"],
    ['{"attempts": [3]}', "attempts: expected a number"],
    ['{"attempts": null}', "attempts: expected a number"],
    ['{"attemptTimeout": -1}', "attemptTimeout: expected a duration"],
    ['{"attemptTimeout": "Infinity"}', "attemptTimeout: expected a duration"],
    ['{"totalTimeout": "3 parsecs"}', "totalTimeout: expected a duration"],
    ['{"totalTimeout": {"total": 3}}', 'totalTimeout: expected text such as "30s", or milliseconds, got an object'],
    ['{"totalTimeout": true}', "totalTimeout: expected text"],
    ['{"retryIf": true}', "retryIf: expected the name of a function, got true"],
    ['{"retryIf": null}', "retryIf: expected the name of a function, got null"],
    ['{"retryIf": ["busy"]}', "retryIf: expected the name of a function, got an array"],
    ['{"retryIf": "bussy"}', 'retryIf: expected one of the names busy, empty, got "bussy"; did you mean "busy"?'],
    ['{"retryIf": ""}', 'retryIf: expected one of the names busy, empty, got ""'],
    ['{"retryIf": "later"}', 'retryIf: expected one of the names busy, empty, got "later"'],
    ['{"retryIf": "__proto__"}', 'got "__proto__"'],
    ['{"retryIf": "constructor"}', 'got "constructor"'],
    ['{"retryIf": "toString"}', 'got "toString"'],
    ['{"retryResult": "hasOwnProperty"}', 'got "hasOwnProperty"'],
    ['{"delayHint": "valueOf"}', 'delayHint: expected one of the names later, got "valueOf"'],
    ['{"delayHint": "busy"}', 'delayHint: expected one of the names later, got "busy"'],
  ])("%s", (text, complaint) => {
    expect(reading(text)).toThrow(InvalidOptionError);
    expect(reading(text)).toThrow(complaint);
  });

  it("may say Infinity with a number that is too large", () => {
    expect(reading('{"attempts": 1e999}')().attempts).toBe(Infinity);
  });

  it("finds no function where none was given, or something else stands under its name", () => {
    const known = { predicates: { busy: undefined, slow: "busy", empty } } as never;
    expect(reading('{"retryIf": "busy"}', {})).toThrow("expected one of the names (none was given), got");
    expect(reading('{"retryIf": "busy"}', known)).toThrow('one of the names empty, got "busy"');
    expect(reading('{"retryIf": "slow"}', known)).toThrow('one of the names empty, got "slow"');
  });

  it.each([
    [{ predicate: { busy } }, 'did you mean "predicates"?'],
    [null, "policy functions: expected an object, got null"],
    [{ predicates: [busy].values }, "predicates: expected functions by name, got a function"],
    [{ hints: null }, "hints: expected functions by name, got null"],
  ])("%o are no functions", (known, complaint) => {
    expect(reading("{}", known as never)).toThrow(complaint);
    expect(() => policyToJSON({}, known as never)).toThrow(complaint);
  });
});

describe("a polluted prototype", () => {
  const pollute = (key: string, value: unknown): void => {
    Object.defineProperty(Object.prototype, key, { value, configurable: true, enumerable: true, writable: true });
  };
  afterEach(() => {
    for (const key of ["attempts", "retryIf", "predicates", "evil"]) delete (Object.prototype as never)[key];
  });

  it("has no say (F-074)", () => {
    pollute("attempts", 9);
    pollute("retryIf", "evil");
    pollute("evil", () => true);
    pollute("predicates", { evil: () => true });
    expect(policyFromJSON({}).attempts).toBe(3);
    expect(policyFromJSON({}).retryIf).toBeUndefined();
    expect(reading('{"retryIf": "evil"}', {})).toThrow("(none was given)");
    expect(reading('{"retryIf": "evil"}')).toThrow("busy, empty");
    expect(policyToJSON({ schedule: fixed(1) })).toHaveProperty("attempts", 3);
  });

  it("does not come of reading (F-075)", () => {
    expect(reading('{"__proto__": {"polluted": 1}, "attempts": 3}')).toThrow(InvalidOptionError);
    expect({}).not.toHaveProperty("polluted");
  });
});
