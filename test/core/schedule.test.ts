import { describe, expect, it } from "vitest";
import {
  cap,
  exponential,
  fixed,
  fullJitter,
  InvalidOptionError,
  type Schedule,
  schedule,
  type Step,
} from "../../src/core/index.ts";

const EXPECTED = "a schedule: an object with name, delay and bounds";
const step: Step = { retry: 3, previousDelay: 0 };

function* generator(): Generator<number> {
  yield 100;
}

describe("a schedule", () => {
  it("without modifiers is its source", () => {
    const source = fixed("1s");
    expect(schedule(source)).toBe(source);
  });

  it("is read from left to right", () => {
    const later = schedule(exponential("400ms"), fullJitter, cap("1s"));
    expect(later.name).toBe("exponential 400ms x2, full jitter, cap 1s");
    expect(schedule(schedule(exponential("400ms"), fullJitter), cap("1s")).name).toBe(later.name);
  });

  it("can be one's own, and so can a modifier", () => {
    const squares: Schedule = {
      name: "squares",
      delay: ({ retry }) => retry ** 2,
      bounds: (retry) => ({ min: retry ** 2, max: retry ** 2 }),
    };
    const twice = schedule(squares, (source) => ({ ...source, delay: (at, random) => 2 * source.delay(at, random) }));
    expect(twice.delay(step, () => 0)).toBe(18);
  });

  it("can be an instance of a class, whose methods keep their this", () => {
    class Steady {
      readonly name = "steady";
      readonly #delay = 100;
      delay(): number {
        return this.#delay;
      }
      bounds(): { min: number; max: number } {
        return { min: this.#delay, max: this.#delay };
      }
    }
    const made = schedule(new Steady(), cap("1s"), fullJitter);
    expect(made.delay(step, () => 0.5)).toBe(50);
    expect(made.bounds(1)).toEqual({ min: 0, max: 100 });
  });

  it("serves any number of runs at once (F-069)", () => {
    const shared = schedule(exponential("100ms"), cap("1s"));
    const interleaved = [1, 2, 3, 4, 5].map((retry) =>
      ["a", "b", "c"].map(() => shared.delay({ retry, previousDelay: 0 }, () => 0)),
    );
    expect(interleaved).toEqual([100, 200, 400, 800, 1_000].map((delay) => [delay, delay, delay]));
  });

  it.each<[shown: string, value: unknown]>([
    ["undefined", undefined],
    ["null", null],
    ["1000", 1_000],
    ['"1s"', "1s"],
    ["a function", fixed],
    ["an array", [100, 200]],
    ["an object", { delay: () => 100, bounds: () => ({ min: 100, max: 100 }) }],
    ["an object", { name: "x", bounds: () => ({ min: 100, max: 100 }) }],
    ["an object", { name: "x", delay: () => 100 }],
    ["an object", { name: 5, delay: () => 100, bounds: () => ({ min: 100, max: 100 }) }],
  ])("cannot begin with %s", (shown, value) => {
    const made = (): Schedule => schedule(value as Schedule);
    expect(made).toThrow(InvalidOptionError);
    expect(made).toThrow(`schedule source: expected ${EXPECTED}, got ${shown}`);
  });

  it("cannot begin with a generator, which only one run could use (F-070)", () => {
    expect(() => schedule(generator() as never)).toThrow(`schedule source: expected ${EXPECTED}, got an object`);
    expect(() => schedule([100, 200].values() as never)).toThrow(InvalidOptionError);
  });

  it("says which modifier is none, or makes no schedule", () => {
    expect(() => schedule(fixed("1s"), fullJitter, "10s" as never)).toThrow(
      'schedule modifier 2: expected a function from schedule to schedule, got "10s"',
    );
    expect(() => schedule(fixed("1s"), cap as never)).toThrow(InvalidOptionError);
    expect(() => schedule(fixed("1s"), () => undefined as never)).toThrow(
      `schedule modifier 1: expected ${EXPECTED}, got undefined`,
    );
  });
});
