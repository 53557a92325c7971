import { afterEach, describe, expect, it } from "vitest";
import {
  cap,
  decorrelated,
  exponential,
  fixed,
  fullJitter,
  InvalidOptionError,
  preview,
  type PreviewOptions,
  type Schedule,
  schedule,
  seededRandom,
} from "../../src/core/index.ts";

const gentle = schedule(exponential("200ms"), cap("1s"), fullJitter);

describe("preview", () => {
  it("has one row for each retry, one less than attempts", () => {
    expect(preview(gentle, { attempts: 5 })).toEqual([
      { retry: 1, delay: 100, min: 0, max: 200, total: 100 },
      { retry: 2, delay: 200, min: 0, max: 400, total: 300 },
      { retry: 3, delay: 400, min: 0, max: 800, total: 700 },
      { retry: 4, delay: 500, min: 0, max: 1_000, total: 1_200 },
    ]);
  });

  it("looks ten attempts far, with draws of ½, unless told otherwise", () => {
    expect(preview(gentle)).toEqual(preview(gentle, { attempts: 10, random: () => 0.5 }));
    expect(preview(gentle)).toHaveLength(9);
    expect(preview(gentle, { attempts: undefined, random: undefined })).toEqual(preview(gentle));
  });

  it("of one attempt is empty", () => {
    expect(preview(gentle, { attempts: 1 })).toEqual([]);
  });

  it("hands each delay on to the next", () => {
    const delays = preview(decorrelated("100ms", "10s"), { attempts: 4 }).map(({ delay }) => delay);
    expect(delays).toEqual([200, 350, 575]);
  });

  it("repeats itself under a seed", () => {
    const rows = (): unknown => preview(gentle, { random: seededRandom(1) });
    expect(rows()).toEqual(rows());
    expect(rows()).not.toEqual(preview(gentle, { random: seededRandom(2) }));
  });

  it.each<Partial<Record<keyof Schedule, unknown>>>([
    { delay: () => NaN },
    { delay: () => -1 },
    { delay: () => Infinity },
    { delay: () => "1s" },
    { bounds: () => undefined },
    { bounds: () => null },
    { bounds: () => ({ min: NaN, max: 1 }) },
    { bounds: () => ({ min: 0, max: "1s" }) },
    { bounds: () => ({ min: 2, max: 1 }) },
  ])("refuses a schedule that answers with nonsense: %o", (own) => {
    expect(() => preview({ ...fixed(1), ...own } as Schedule)).toThrow(
      expect.objectContaining({ code: "INVALID_OPTION", option: "schedule" }),
    );
  });

  it.each<[shown: string, attempts: unknown]>([
    ["0", 0],
    ["-1", -1],
    ["2.5", 2.5],
    ["NaN", NaN],
    ["Infinity", Infinity],
    ["10001", 10_001],
    ['"3"', "3"],
    ["3n", 3n],
    ["null", null],
  ])("refuses %s attempts (F-015, F-016)", (shown, attempts) => {
    expect(() => preview(gentle, { attempts: attempts as number })).toThrow(InvalidOptionError);
    expect(() => preview(gentle, { attempts: attempts as number })).toThrow(
      `attempts: expected a whole number from 1 to 10000, got ${shown}`,
    );
  });

  it("goes up to 10 000 attempts", () => {
    expect(preview(fixed(1), { attempts: 10_000 }).at(-1)).toEqual({
      retry: 9_999,
      delay: 1,
      min: 1,
      max: 1,
      total: 9_999,
    });
  });

  it("refuses what is no source of chance, no schedule, no options", () => {
    expect(() => preview(gentle, { random: 0.5 as never })).toThrow("random: expected a function, got 0.5");
    expect(() => preview("fixed 1s" as unknown as Schedule)).toThrow(
      'preview schedule: expected a schedule: an object with name, delay and bounds, got "fixed 1s"',
    );
    expect(() => preview(gentle, null as never)).toThrow("preview options: expected an object, got null");
    expect(() => preview(gentle, { attempt: 3 } as never)).toThrow(
      'preview options: expected only the options attempts, random, got "attempt"; did you mean "attempts"?',
    );
  });
});

describe("a polluted prototype", () => {
  afterEach(() => {
    delete (Object.prototype as PreviewOptions as { attempts?: number }).attempts;
  });

  it("has no say (F-074)", () => {
    Object.defineProperty(Object.prototype, "attempts", { value: 2, configurable: true });
    expect(preview(gentle, {})).toHaveLength(9);
  });
});
