import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Sleeper, sleepers } from "../../src/engine/sleepers.ts";
import { lawParameters } from "../support/laws.ts";

type Deed =
  | { readonly sleeps: readonly number[] }
  | { readonly leave: readonly number[] }
  | { readonly passes: number };

/** Delays from parts of a millisecond to for ever, many of them around those at which a sleeper stands on another level. */
const quarters = fc.nat(160).map((each) => each / 4);
const anyDelay = fc.oneof(
  { arbitrary: quarters, weight: 3 },
  fc.nat(1_000_000),
  fc.tuple(fc.nat(11), fc.constantFrom(-1, -0.5, 0, 0.5, 1)).map(([level, by]) => Math.max(32 ** level + by, 0)),
  fc.constantFrom(2 ** 31, 2 ** 53 - 1, 2 ** 53, 2 ** 54, Number.MAX_VALUE, Infinity),
);
const anyDeeds: fc.Arbitrary<Deed[]> = fc.array(
  fc.oneof(
    fc.record({ sleeps: fc.array(anyDelay, { maxLength: 40, size: "max" }) }),
    fc.record({ leave: fc.array(fc.nat(500), { maxLength: 40, size: "max" }) }),
    fc.record({
      passes: fc.oneof(
        quarters,
        anyDelay.filter((delay) => delay < 2 ** 40),
      ),
    }),
  ),
  { maxLength: 40, size: "max" },
);

describe("sleepers of a wheel", () => {
  it("come by their times, then as they came, and none before it is due, however far apart they are (F-028)", () => {
    fc.assert(
      fc.property(anyDeeds, (deeds) => {
        const queue = sleepers();
        const came: Sleeper[] = [];
        let model: Sleeper[] = [];
        const wrong: unknown[] = [];
        let holds = false;
        let now = 0;
        for (const deed of deeds) {
          if ("sleeps" in deed) {
            for (const delay of deed.sleeps) came.push(queue.add(now + delay, () => {}));
            model = [...model, ...came.slice(came.length - deed.sleeps.length)].toSorted((a, b) =>
              a.due === b.due ? 0 : a.due - b.due,
            );
          } else if ("leave" in deed) {
            const leaving = new Set(deed.leave.map((each) => came[each % Math.max(came.length, 1)]!));
            for (const each of leaving) if (model.includes(each)) queue.remove(each);
            model = model.filter((each) => !leaving.has(each));
          } else {
            now += deed.passes;
            const woken: Sleeper[] = [];
            for (let next = queue.first(now); next !== undefined; next = queue.first(now)) {
              woken.push(next);
              holds ||= next.next !== undefined;
              queue.remove(next);
            }
            const due = model.filter((each) => each.due <= now);
            const [got, expected] = [woken, due].map((list) => list.map((each) => came.indexOf(each)));
            if (String(got) !== String(expected)) wrong.push({ now, got, expected });
            model = model.slice(due.length);
          }
          expect(queue.soonest()).toBeLessThanOrEqual(model[0]?.due ?? Infinity);
          expect(queue.soonest() === Infinity || model.length > 0).toBe(true);
          expect(queue.size()).toBe(model.length);
        }
        expect({ wrong, holds }).toEqual({ wrong: [], holds: false });
        expect(queue.all().map((each) => came.indexOf(each))).toEqual(model.map((each) => came.indexOf(each)));
      }),
      lawParameters(100),
    );
  });

  it("are waited for to the moment, as long as nobody leaves", () => {
    fc.assert(
      fc.property(fc.array(anyDelay, { minLength: 1, maxLength: 20 }), (delays) => {
        const queue = sleepers();
        for (const delay of delays) queue.add(delay, () => {});
        for (const delay of delays.toSorted((a, b) => (a < b ? -1 : 1))) {
          expect(queue.soonest()).toBe(delay);
          queue.remove(queue.first(delay)!);
        }
      }),
      lawParameters(100),
    );
  });

  it("do not stay for long when they have left, though nobody wakes", () => {
    const queue = sleepers();
    const left: WeakRef<Sleeper>[] = [];
    const stays = queue.add(2 ** 40, () => {});
    for (let each = 0; each < 10_000; each++) {
      const sleeper = queue.add(1_000 + each, () => {});
      queue.remove(sleeper);
      left.push(new WeakRef(sleeper));
    }
    // Whoever is in a list leads on to all that came before: those that were taken out lead nowhere.
    const linked = (sleeper: Sleeper | undefined): number => (sleeper === undefined ? 0 : 1 + linked(sleeper.next));
    expect(Math.max(...left.map((each) => linked(each.deref())))).toBeLessThan(100);
    expect(queue.all()).toEqual([stays]);
  });
});
