import { describe, expect, it } from "vitest";
import {
  cap,
  decorrelated,
  delays,
  type DelaysOptions,
  exponential,
  fullJitter,
  InvalidOptionError,
  preview,
  type Schedule,
  schedule,
  seededRandom,
} from "../../src/core/index.ts";

const gentle = schedule(exponential("200ms"), cap("1s"), fullJitter);
const filled = (source: Schedule, length: number, options?: DelaysOptions): number[] => [
  ...delays(source, new Float64Array(length), options),
];

describe("delays", () => {
  it("are those that preview shows, under the same draws", () => {
    const rows = preview(gentle, { attempts: 101, random: seededRandom(7) });
    expect(filled(gentle, 100, { random: seededRandom(7) })).toEqual(rows.map(({ delay }) => delay));
  });

  it("are one run after another, the last cut short", () => {
    expect(filled(gentle, 8, { retries: 3 })).toEqual([100, 200, 400, 100, 200, 400, 100, 200]);
  });

  it("hand each delay on to the next, but not to the next run", () => {
    expect(filled(decorrelated("100ms", "10s"), 6, { retries: 3 })).toEqual([200, 350, 575, 200, 350, 575]);
  });

  it("come back in the very array that was given, which may be empty", () => {
    const into = new Float64Array(0);
    expect(delays(gentle, into)).toBe(into);
  });

  it.each([
    [[{}, new Float64Array(1)], /^delays schedule: expected a schedule/],
    [[gentle, [0, 0]], /^delays into: expected a Float64Array, got an array$/],
    [[gentle, new Float64Array(1), { retries: 0 }], /^retries: expected a whole number ≥ 1, got 0$/],
    [[gentle, new Float64Array(1), { retries: 1.5 }], /^retries: expected a whole number ≥ 1, got 1.5$/],
    [[gentle, new Float64Array(1), { random: 4 }], /^random: expected a function, got 4$/],
    [[gentle, new Float64Array(1), { attempts: 4 }], /^delays options: expected only the options retries, random/],
  ])("refuse %o", (args, message) => {
    const call = (): unknown => Reflect.apply(delays, undefined, args as unknown as Parameters<typeof delays>);
    expect(call).toThrow(InvalidOptionError);
    expect(call).toThrow(message);
  });
});

describe("a schedule that remembers its ranges", () => {
  const retries = [1, 2, 3, 63, 64, 65, 66, 1_000, 2, 64];

  it("answers as it would for the first time, in whatever order it is asked", () => {
    const asked = (order: readonly number[]): Map<number, number> => {
      const source = schedule(exponential("1ms", 1.1), cap("5s"), fullJitter);
      return new Map(order.map((retry) => [retry, source.delay({ retry, previousDelay: 0 }, () => 0.25)]));
    };
    const inTurn = asked(Array.from({ length: 1_000 }, (_, index) => index + 1));
    for (const [retry, delay] of asked(retries)) expect(inTurn.get(retry)).toBe(delay);
    for (const [retry, delay] of inTurn) expect(asked([retry]).get(retry)).toBe(delay);
  });

  it("remembers none that the previous delay decides", () => {
    const source = schedule(decorrelated("100ms"), cap("10s"));
    const first = source.delay({ retry: 1, previousDelay: 0 }, () => 0.5);
    expect(source.delay({ retry: 1, previousDelay: 1_000 }, () => 0.5)).toBeGreaterThan(first);
  });
});
