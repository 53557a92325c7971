import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { timeLine } from "../../src/engine/time-line.ts";
import { handTimers } from "../engine/hand-timers.ts";
import { type Line, WRONG_LINES } from "../mutants/time-lines.ts";
import { lawParameters } from "../support/laws.ts";

/** What is done to a time line: somebody goes to sleep, is taken back, or time passes. */
type Deed =
  | { readonly sleeps: number; readonly unref: boolean; readonly again: number | undefined }
  | { readonly back: number }
  | { readonly passes: number };

interface Model {
  readonly due: number;
  readonly order: number;
  readonly unref: boolean;
  wokenAt: number | undefined;
  back: boolean;
}

const LONGEST_TIMER = 2 ** 31 - 1;
const quarters = (most: number): fc.Arbitrary<number> => fc.nat(most * 4).map((each) => each / 4);
const anyDelay = fc.oneof(
  { arbitrary: quarters(40), weight: 6 },
  { arbitrary: fc.constantFrom(0, 2 ** 31 - 1, 2 ** 31, 2 ** 31 + 7, 2 ** 33 + 0.5), weight: 1 },
);
const anyDeeds: fc.Arbitrary<Deed[]> = fc.array(
  fc.oneof(
    {
      arbitrary: fc.record({
        sleeps: anyDelay,
        unref: fc.boolean(),
        again: fc.option(quarters(9), { nil: undefined }),
      }),
      weight: 4,
    },
    { arbitrary: fc.record({ back: fc.nat(40) }), weight: 2 },
    { arbitrary: fc.record({ passes: fc.oneof(quarters(30), fc.constantFrom(2 ** 31 - 1, 2 ** 32)) }), weight: 3 },
  ),
  { maxLength: 40 },
);
/** By how much each alarm rings early, in turn. */
const anyFaults = fc.array(fc.constantFrom(0, 0, 0.25, 0.93, 2, 5), { minLength: 1, maxLength: 6 });

const lawful = (made: Line) =>
  fc.property(anyDeeds, anyFaults, (deeds, faults) => {
    let alarms = 0;
    const timers = handTimers({ early: (delay) => Math.min(delay * 0.93, faults[alarms++ % faults.length]!) });
    const line = made(timers);
    const sleepers: Model[] = [];
    const woken: Model[] = [];
    const ghosts: Model[] = [];
    const cancels: (() => void)[] = [];
    const sleep = (delay: number, unref: boolean, again?: number): void => {
      const sleeper: Model = {
        due: timers.now() + delay,
        order: sleepers.length,
        unref,
        wokenAt: undefined,
        back: false,
      };
      sleepers.push(sleeper);
      const wake = (): void => {
        if (sleeper.back || sleeper.wokenAt !== undefined) ghosts.push(sleeper);
        sleeper.wokenAt = timers.now();
        woken.push(sleeper);
        if (again !== undefined) sleep(again, unref);
      };
      cancels[sleeper.order] = line.schedule(delay, wake, unref);
    };

    for (const deed of deeds) {
      if ("sleeps" in deed) sleep(deed.sleeps, deed.unref, deed.again);
      else if ("passes" in deed) timers.pass(deed.passes);
      else if (sleepers.length > 0) {
        const sleeper = sleepers[deed.back % sleepers.length]!;
        cancels[sleeper.order]!();
        sleeper.back = sleeper.wokenAt === undefined;
      }
      const asleep = sleepers.filter(({ back, wokenAt }) => !back && wokenAt === undefined);
      expect(
        timers.armed.map(({ kept }) => kept),
        "one alarm, that keeps the process alive for those who should",
      ).toEqual(asleep.length === 0 ? [] : [asleep.some(({ unref }) => !unref)]);
      expect(
        asleep.filter(({ due }) => due + 1 <= timers.now()),
        "overslept by a millisecond",
      ).toEqual([]);
    }
    expect(ghosts, "woken again, or though they were taken back").toEqual([]);
    expect(
      woken.filter(({ due, wokenAt }) => wokenAt! < due),
      "woken early",
    ).toEqual([]);
    expect(woken, "in the order of times, then of coming").toEqual(
      woken.toSorted((a, b) => a.due - b.due || a.order - b.order),
    );
    expect(Math.max(0, ...timers.delays)).toBeLessThanOrEqual(LONGEST_TIMER);
  });

describe("a time line, on timers that ring early by up to 5 ms,", () => {
  it("wakes each once, never early, in order, by one alarm (F-001, F-012, F-013, F-026, F-028)", () => {
    fc.assert(lawful(timeLine), lawParameters(250));
  });

  it.each(Object.entries(WRONG_LINES))("does not, if it %s", (_name, wrong) => {
    expect(fc.check(lawful(wrong), { ...lawParameters(250), endOnFailure: true }).failed).toBe(true);
  });
});
