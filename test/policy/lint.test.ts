import {
  cap,
  decorrelated,
  equalJitter,
  exponential,
  fixed,
  type FindingCode,
  fullJitter,
  InvalidOptionError,
  lint,
  linear,
  parseSchedule,
  phases,
  policy,
  type PolicyOptions,
  polynomial,
  retryBudget,
  type Route,
  schedule,
  sequence,
} from "ostinato";
import { describe, expect, it } from "vitest";

const codes = (options: PolicyOptions<never>): FindingCode[] => lint(options).map(({ code }) => code);
const full = schedule(exponential("200ms"), cap("30s"), fullJitter);
const sound = { schedule: full, attempts: 5, attemptTimeout: "2s", totalTimeout: "12s" } as const;

const never: Route = [() => false, { attempts: 1 }];

describe("lint", () => {
  it("21: tells what is unwise", () => {
    // prettier-ignore
    expect(
      lint(policy({ attempts: 10, schedule: exponential("1s") })).map((finding) => finding.code), // => ["no-jitter", "no-cap", "no-deadline"]
    ).toEqual(["no-jitter", "no-cap", "no-deadline"]);
  });

  it("has nothing to say of a sound policy", () => {
    expect(lint(sound)).toEqual([]);
  });

  it("misses only a deadline in the default policy", () => {
    expect(lint({})).toEqual([
      { code: "no-deadline", reason: "Nothing bounds how long a caller waits: set totalTimeout." },
    ]);
  });

  it("refuses options that cannot be used", () => {
    expect(() => lint({ attempts: 0 })).toThrow(InvalidOptionError);
  });
});

/** A policy that triggers a finding and its neighbour that does not, by what sets them apart from the sound one. */
type Row = readonly [code: FindingCode, unwise: PolicyOptions, reason: string, wiser: PolicyOptions];

const ROWS: readonly Row[] = [
  [
    "no-jitter",
    { schedule: fixed("1s") },
    "Callers that fail together come back together: add a jitter.",
    { schedule: schedule(fixed("1s"), equalJitter) },
  ],
  ["no-jitter", { schedule: decorrelated("1s", "1s") }, "Callers", { schedule: decorrelated("1s", "2s") }],
  ["no-jitter", { schedule: fixed(1) }, "Callers", { schedule: fixed(0) }],
  ["no-jitter", { schedule: fixed(1), attempts: 2 }, "Callers", { schedule: fixed(1), attempts: 1 }],
  ["no-jitter", { schedule: fixed(1) }, "Callers", { schedule: phases([2, fixed(1)], full) }],
  [
    "no-cap",
    { schedule: exponential("1s") },
    "The delays grow without end: add a cap.",
    { schedule: schedule(exponential("1s"), cap("3s")) },
  ],
  ["no-cap", { schedule: decorrelated("1s") }, "The delays", { schedule: decorrelated("1s", "3s") }],
  ["no-cap", { schedule: linear("1s") }, "The delays", { schedule: linear("1s", 0) }],
  ["no-cap", { schedule: polynomial("1s", 0.5) }, "The delays", { schedule: polynomial("1s", 0) }],
  ["no-cap", { schedule: exponential("1s"), attempts: 3 }, "The", { schedule: exponential("1s"), attempts: 2 }],
  ["no-cap", { schedule: phases([3, full], linear(1)) }, "The", { schedule: sequence("1s", "2s", "4s") }],
  [
    "no-deadline",
    { totalTimeout: undefined },
    "Only the sum of all attempts and delays, 13s, bounds how long a caller waits: set totalTimeout.",
    { totalTimeout: "12s" },
  ],
  [
    "no-deadline",
    { totalTimeout: undefined, attemptTimeout: undefined },
    "Nothing bounds how long a caller waits: set totalTimeout.",
    { totalTimeout: undefined, attempts: 1 },
  ],
  [
    "cap-below-base",
    { schedule: schedule(exponential("2s"), cap("1s"), fullJitter) },
    "The cap of 1s lies below the first delay of 2s, so the cap is all there is.",
    { schedule: schedule(exponential("1s"), cap("1s"), fullJitter) },
  ],
  [
    "cap-below-base",
    { schedule: phases([3, schedule(fixed("2s"), cap("1s"))], full) },
    "The cap of 1s",
    { schedule: phases([3, fixed("2s")], full) },
  ],
  [
    "limit-never-binds",
    { attemptTimeout: "12s" },
    "The attemptTimeout of 12s can never end an attempt: the deadline comes after 12s.",
    { attemptTimeout: 11_999 },
  ],
  [
    "limit-never-binds",
    { totalTimeout: 13_001 },
    "The totalTimeout of 13.001s can never end a run: all attempts and delays take at most 13s.",
    { totalTimeout: 13_000 },
  ],
  [
    "limit-never-binds",
    { schedule: fixed("3s"), attempts: 5 },
    "The limit of 5 attempts can never end a run: before the last one the deadline of 12s has come.",
    { schedule: fixed("3s"), attempts: 4 },
  ],
  [
    "limit-never-binds",
    { routes: [never, [() => true, { attempts: 6 }]] },
    "The limit of 6 attempts in a route can never end a run: there are 5 in all.",
    { routes: [never, [() => true, { attempts: 5 }], [() => true, { attempts: Infinity }], [() => true, {}]] },
  ],
  [
    "limit-never-binds",
    { routes: [[() => true, { attempts: 6 }]], totalTimeout: undefined },
    "The limit of 6 attempts in a route",
    { totalTimeout: undefined },
  ],
  [
    "deadline-before-first-delay",
    { schedule: fixed("12s") },
    "The first delay may be 12s, and the deadline comes after 12s.",
    { schedule: fixed(11_999) },
  ],
  [
    "deadline-before-first-delay",
    { schedule: decorrelated("4s") },
    "The first delay may be 12s, and",
    { schedule: decorrelated(3_999) },
  ],
  ["deadline-before-first-delay", { schedule: fixed("1d") }, "The first delay may be 1d", { attempts: 1 }],
  [
    "attempts-beyond-deadline",
    { attempts: 7 },
    "The time of 7 attempts of 2s goes beyond the deadline of 12s.",
    { attempts: 6 },
  ],
  ["attempts-beyond-deadline", { attempts: 7 }, "The time", { attempts: Infinity }],
  ["attempts-beyond-deadline", { attempts: 7 }, "The time", { attempts: 7, attemptTimeout: undefined }],
  [
    "many-attempts-without-budget",
    { attempts: 11 },
    "As many as 11 attempts multiply the load on a server that is down: share a budget.",
    { attempts: 10 },
  ],
  [
    "many-attempts-without-budget",
    { attempts: Infinity },
    "Unlimited attempts multiply the load on a server that is down: share a budget.",
    { attempts: Infinity, budget: retryBudget({ capacity: 100 }) },
  ],
  [
    "unlimited-without-deadline",
    { attempts: Infinity, totalTimeout: undefined },
    "Unlimited attempts without a deadline never give up: set attempts or totalTimeout.",
    { attempts: Infinity },
  ],
  ["unlimited-without-deadline", { attempts: Infinity, totalTimeout: undefined }, "Unlimited", { attempts: 1_000 }],
];

describe("a finding", () => {
  it.each(ROWS)("%s", (code, unwise, reason, wiser) => {
    const found = lint({ ...sound, ...unwise }).find((finding) => finding.code === code);
    expect(found?.reason).toMatch(/^[A-Z][^.]*(\.\d[^.]*)*\.$/);
    expect(found?.reason).toContain(reason);
    expect(codes({ ...sound, ...wiser })).not.toContain(code);
  });

  it.each(ROWS.map(([code, unwise]) => [code, unwise] as const))("%s can be switched off, alone", (code, unwise) => {
    const options = { ...sound, ...unwise };
    expect(lint(options, { [code]: false })).toEqual(lint(options).filter((finding) => finding.code !== code));
    expect(lint(options, { [code]: true })).toEqual(lint(options));
  });

  it("does not count a cap of one's own schedule against a base that nobody knows", () => {
    const own = { ...fixed("9s"), name: "own" };
    expect(codes({ ...sound, schedule: schedule(own, cap("1s"), fullJitter) })).not.toContain("cap-below-base");
  });

  it("judges a policy read from notation as the same policy made by hand", () => {
    expect(lint({ ...sound, schedule: parseSchedule(full.name) })).toEqual(lint(sound));
  });
});

describe("the switches", () => {
  it("are refused where they are unknown or no switches, and know no prototype", () => {
    expect(() => lint({}, { "no-jiter": false } as never)).toThrow('did you mean "no-jitter"?');
    expect(() => lint({}, { "no-jitter": 0 } as never)).toThrow("no-jitter: expected true or false, got 0");
    expect(() => lint({}, null as never)).toThrow("lint switches: expected an object, got null");
    expect(lint({}, Object.create({ "no-deadline": false }) as object)).toHaveLength(1);
    expect(lint({}, { "no-deadline": undefined })).toHaveLength(1);
  });
});
