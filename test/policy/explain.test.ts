import {
  cap,
  decorrelated,
  equalJitter,
  explain,
  exponential,
  fixed,
  floor,
  fullJitter,
  InvalidOptionError,
  linear,
  longest,
  parseSchedule,
  phases,
  policy,
  preview,
  type Schedule,
  schedule,
  seededRandom,
} from "ostinato";
import { describe, expect, it, vi } from "vitest";

describe("explain, as it is shown", () => {
  it("17: see a policy before shipping it", () => {
    const table = vi.spyOn(console, "table").mockImplementation(() => {});
    const log = vi.spyOn(console, "log").mockImplementation(() => {});

    const gentle = schedule(exponential("200ms"), cap("30s"), fullJitter);
    console.table(preview(gentle, { attempts: 10, random: seededRandom(1) })); // retry 8: 0…25.6s, retry 9: 0…30s
    console.log(explain(policy({ attempts: 5, schedule: gentle })).worst.delay); // 3000

    expect(log.mock.calls).toEqual([[3_000]]);
    expect(table.mock.calls[0]![0]).toHaveLength(9);
    vi.restoreAllMocks();
  });

  it("21: see the worst case before it happens", () => {
    const gentle = policy({
      attempts: 6,
      schedule: schedule(exponential("200ms"), cap("30s"), fullJitter),
      attemptTimeout: "2s",
    });

    expect(explain(gentle).worst.total).toBe(18_200);
    expect(explain(gentle)).toMatchObject({
      least: { delay: 0, total: 0 },
      expected: { delay: 3_100, total: 3_100 },
      worst: { delay: 6_200, total: 18_200 },
      approximate: false,
    });
    expect(explain(gentle).rows).toEqual([
      { attempt: 1, min: 0, mean: 0, max: 0, latest: 0, binds: undefined },
      { attempt: 2, min: 0, mean: 100, max: 200, latest: 2_200, binds: undefined },
      { attempt: 3, min: 0, mean: 200, max: 400, latest: 4_600, binds: undefined },
      { attempt: 4, min: 0, mean: 400, max: 800, latest: 7_400, binds: undefined },
      { attempt: 5, min: 0, mean: 800, max: 1_600, latest: 11_000, binds: undefined },
      { attempt: 6, min: 0, mean: 1_600, max: 3_200, latest: 16_200, binds: "attempts" },
    ]);
  });
});

const binding = (...args: Parameters<typeof explain>): unknown => explain(...args).rows.map(({ binds }) => binds);

describe("what binds", () => {
  it("is the cap from where it sets the delay, and the attempts at the end", () => {
    expect(binding({ attempts: 5, schedule: schedule(exponential("1s"), cap("3s"), equalJitter) })).toEqual([
      undefined,
      undefined,
      undefined,
      "cap",
      "attempts",
    ]);
  });

  it("is the cap of a phase in that phase alone", () => {
    const two = phases([2, schedule(fixed("5s"), cap("1s"))], fixed("1s"));
    expect(binding({ attempts: 5, schedule: two })).toEqual([undefined, "cap", "cap", undefined, "attempts"]);
  });

  it("is not a cap that a floor lifts", () => {
    const lifted = schedule(exponential("1s"), cap("2s"), floor("3s"));
    expect(binding({ attempts: 4, schedule: lifted })).toEqual([undefined, undefined, undefined, "attempts"]);
  });

  it("is the deadline where it may end an attempt, or the delay behind it", () => {
    const slow = policy({ attempts: 10, schedule: fixed("1s"), attemptTimeout: "2s", totalTimeout: "8s" });
    expect(binding(slow)).toEqual([undefined, undefined, ...Array.from({ length: 6 }, () => "deadline")]);
    expect(explain(slow).rows.map(({ latest }) => latest)).toEqual([
      0, 3_000, 6_000, 8_000, 8_000, 8_000, 8_000, 8_000,
    ]);
  });

  it("is the deadline at once where an attempt has no limit of its own", () => {
    expect(binding({ attempts: 2, schedule: fixed("1s"), totalTimeout: "8s" })).toEqual(["deadline", "deadline"]);
  });

  it("is the deadline on a tie with the attempts", () => {
    const tied = { attempts: 2, schedule: fixed("1s"), attemptTimeout: "2s" } as const;
    expect(binding({ ...tied, totalTimeout: "5s" })).toEqual([undefined, "deadline"]);
    expect(binding({ ...tied, totalTimeout: 5_001 })).toEqual([undefined, "attempts"]);
  });

  it("is the one attempt of a policy that never retries", () => {
    expect(explain({ attempts: 1, attemptTimeout: "2s" })).toEqual({
      least: { delay: 0, total: 0 },
      expected: { delay: 0, total: 0 },
      worst: { delay: 0, total: 2_000 },
      rows: [{ attempt: 1, min: 0, mean: 0, max: 0, latest: 0, binds: "attempts" }],
      approximate: false,
    });
  });
});

describe("a deadline", () => {
  it("is not slept up to", () => {
    expect(explain({ attempts: 10, schedule: fixed("3s"), totalTimeout: "8s" })).toMatchObject({
      least: { delay: 6_000, total: 6_000 },
      expected: { delay: 6_000, total: 6_000 },
      worst: { delay: 6_000, total: 8_000 },
      approximate: false,
    });
  });

  it("that comes before the first delay leaves one attempt", () => {
    const hasty = explain({ attempts: 10, schedule: fixed("3s"), attemptTimeout: "1s", totalTimeout: "2s" });
    expect(hasty).toMatchObject({ least: { total: 0 }, expected: { total: 0 }, worst: { delay: 0, total: 1_000 } });
    expect(hasty.rows).toHaveLength(1);
  });

  it("makes the least a run that a long draw ends early", () => {
    const wide = schedule(fixed("10s"), equalJitter);
    expect(explain({ attempts: 3, schedule: wide, totalTimeout: "20s" }).least.delay).toBe(10_000);
    expect(explain({ attempts: 3, schedule: wide, totalTimeout: "9s" }).least.delay).toBe(0);
    expect(explain({ attempts: 3, schedule: wide, totalTimeout: "16s" }).least.delay).toBe(6_000);
  });

  it("makes the expectation approximate where a draw decides whether it is met", () => {
    const full = schedule(fixed("10s"), fullJitter);
    const { expected, approximate } = explain({ attempts: 2, schedule: full, totalTimeout: "5s" });
    expect(approximate).toBe(true);
    // The integral of x / 10 from 0 to 5 seconds.
    expect(expected.delay).toBeGreaterThan(1_250 * 0.9);
    expect(expected.delay).toBeLessThan(1_250 * 1.1);
    expect(explain({ attempts: 2, schedule: full, totalTimeout: 10_001 }).approximate).toBe(false);
  });

  it("leaves what comes after it out of the account", () => {
    const chancyLater = phases([2, fixed("3s")], decorrelated("1s", "4s"));
    expect(explain({ attempts: 10, schedule: chancyLater, totalTimeout: "6s" }).approximate).toBe(false);
  });
});

describe("many attempts", () => {
  it("have rows up to 1 000, and figures for all", () => {
    const { rows, worst, approximate } = explain({ attempts: 5_000, schedule: fixed("1s"), attemptTimeout: "1s" });
    expect(rows).toHaveLength(1_000);
    expect(rows.at(-1)).toMatchObject({ attempt: 1_000, binds: undefined });
    expect(worst).toEqual({ delay: 4_999_000, total: 9_999_000 });
    expect(approximate).toBe(false);
    expect(explain({ attempts: 1_000, schedule: fixed("1s") }).rows.at(-1)!.binds).toBe("attempts");
  });

  it("whose delays still grow behind the rows have a bound, and an expectation that is approximate", () => {
    const growing = explain({ attempts: 2_001, schedule: linear("1ms") });
    expect(growing.worst.delay).toBeGreaterThanOrEqual((2_000 * 2_001) / 2);
    expect(growing.least.delay).toBeLessThanOrEqual((2_000 * 2_001) / 2);
    expect(growing.approximate).toBe(true);
  });

  it("without end and deadline never come to an end", () => {
    const endless = { delay: Infinity, total: Infinity };
    expect(explain({ attempts: Infinity, attemptTimeout: "1s" })).toMatchObject({
      least: endless,
      expected: endless,
      worst: endless,
      approximate: false,
    });
    expect(explain({ attempts: Infinity, schedule: fixed(0) }).least).toEqual(endless);
  });

  it("without end have a deadline at the latest", () => {
    const until = explain({ attempts: Infinity, schedule: fixed("1ms"), totalTimeout: "1h" });
    expect(until.worst).toEqual({ delay: 3_600_000, total: 3_600_000 });
    expect(until.expected.delay).toBe(3_600_000);
    expect(until.least.delay).toBe(3_599_999);
    expect(until.approximate).toBe(true);
    expect(explain({ attempts: Infinity, schedule: fixed(0), totalTimeout: "1h" }).least.delay).toBe(3_600_000);
  });

  it("that draws may bring to the deadline behind the rows are followed on average", () => {
    const full = schedule(fixed("1s"), fullJitter);
    const { expected, approximate } = explain({ attempts: Infinity, schedule: full, totalTimeout: "10m" });
    expect(approximate).toBe(true);
    expect(expected.delay).toBeGreaterThan(599_000);
    expect(expected.delay).toBeLessThanOrEqual(600_000);
  });

  it("do not start behind the deadline", () => {
    const late = phases([999, fixed(0)], fixed("2h"));
    expect(explain({ attempts: Infinity, schedule: late, totalTimeout: "1h" }).worst).toEqual({
      delay: 3_600_000,
      total: 3_600_000,
    });
    expect(explain({ attempts: 2_000, schedule: fixed("1s"), totalTimeout: 999_500 }).worst.delay).toBe(999_000);
  });
});

describe("a schedule that reads the previous delay", () => {
  it("is followed along its shortest and its longest delays", () => {
    const rows = explain({ attempts: 4, schedule: decorrelated("100ms") }).rows.slice(1);
    expect(rows.map(({ min, mean, max }) => [min, mean, max])).toEqual([
      [100, 200, 300],
      [100, 350, 900],
      [100, 575, 2_700],
    ]);
  });

  it("has exact means until its cap binds", () => {
    expect(explain({ attempts: 4, schedule: decorrelated("100ms", 2_700) }).approximate).toBe(false);
    const capped = explain({ attempts: 4, schedule: decorrelated("100ms", "2s") });
    expect(capped.approximate).toBe(true);
    expect(capped.rows[2]!.mean).toBeGreaterThan(350 * 0.95);
    expect(capped.rows[2]!.mean).toBeLessThan(350 * 1.05);
    expect(capped.rows[3]).toMatchObject({ max: 2_000, binds: "attempts" });
    expect(explain({ attempts: 9, schedule: decorrelated("1s", "2s") }).approximate).toBe(false);
    expect(explain({ attempts: 3, schedule: decorrelated(1e12) }).expected.delay).toBe(2e12 + 3.5e12);
  });

  it("has exact means without any chance", () => {
    const doubling: Schedule = {
      name: "doubling",
      delay: ({ previousDelay }) => 2 * previousDelay || 100,
      bounds: () => ({ min: 100, max: Number.MAX_VALUE }),
    };
    expect(explain({ attempts: 4, schedule: doubling })).toMatchObject({
      least: { delay: 700 },
      expected: { delay: 700 },
      worst: { delay: 700 },
      approximate: false,
    });
  });
});

describe("a schedule of one's own", () => {
  const squares: Schedule = {
    name: "squares",
    delay: ({ retry }) => retry ** 2 * 100,
    bounds: (retry) => ({ min: retry ** 2 * 100, max: retry ** 2 * 100 }),
  };
  const inSteps = (name: string): Schedule => ({
    name,
    delay: (_, random) => Math.ceil(8 * random()),
    bounds: () => ({ min: 0, max: 8 }),
  });

  it("without chance is exact, and its caps are seen", () => {
    const { rows, expected, approximate } = explain({ attempts: 4, schedule: schedule(squares, cap("300ms")) });
    expect(expected.delay).toBe(700);
    expect(approximate).toBe(false);
    expect(rows.map(({ binds }) => binds)).toEqual([undefined, undefined, "cap", "attempts"]);
  });

  it("that draws unevenly is approximate, even if it does so in regular steps", () => {
    const { expected, approximate } = explain({ attempts: 2, schedule: inSteps("steps") });
    expect(approximate).toBe(true);
    expect(expected.delay).toBeGreaterThan(4.3);
    expect(expected.delay).toBeLessThan(4.7);
    expect(explain({ attempts: 2, schedule: phases([1, inSteps("steps")], fixed(1)) }).approximate).toBe(true);
    expect(explain({ attempts: 3, schedule: longest(inSteps("steps"), fixed(1)) }).approximate).toBe(false);
  });

  it("is held to its bounds, though it may have drawn less widely", () => {
    const shy: Schedule = { name: "shy", delay: () => 5, bounds: () => ({ min: 1, max: 9 }) };
    expect(explain({ attempts: 3, schedule: shy })).toMatchObject({ least: { delay: 2 }, worst: { delay: 18 } });
  });
});

describe("explain", () => {
  it("does not overflow on the largest delays", () => {
    const { rows } = explain({ attempts: 2, schedule: parseSchedule("decorrelated 1ms") });
    expect(rows[1]!.mean).toBe(2);
    expect(explain({ attempts: 2, schedule: fixed(Number.MAX_VALUE) }).expected.delay).toBe(Number.MAX_VALUE);
  });

  it("refuses options that cannot be used", () => {
    expect(() => explain({ attempts: 0 })).toThrow(InvalidOptionError);
  });
});
