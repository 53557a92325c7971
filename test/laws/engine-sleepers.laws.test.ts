import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Sleeper, sleepers } from "../../src/engine/sleepers.ts";
import { type Queue, WRONG_QUEUES } from "../mutants/queues.ts";
import { lawParameters } from "../support/laws.ts";

type Deed = { readonly due: number; readonly unref: boolean } | { readonly leaves: number } | "first leaves";

const anyDeeds: fc.Arbitrary<Deed[]> = fc.array(
  fc.oneof(
    { arbitrary: fc.record({ due: fc.nat(20), unref: fc.boolean() }), weight: 6 },
    { arbitrary: fc.record({ leaves: fc.nat(40) }), weight: 2 },
    { arbitrary: fc.constant("first leaves" as const), weight: 1 },
  ),
  { maxLength: 60, size: "max" },
);

/** The queue and a sorted list, held against each other after every deed. */
const agrees = (made: Queue) =>
  fc.property(anyDeeds, (deeds) => {
    const queue = made();
    const came: Sleeper[] = [];
    let model: Sleeper[] = [];
    const leave = (sleeper: Sleeper | undefined): void => {
      if (sleeper === undefined) return;
      queue.remove(sleeper);
      model = model.filter((each) => each !== sleeper);
    };
    for (const deed of deeds) {
      if (deed === "first leaves") leave(queue.first());
      else if ("leaves" in deed) leave(came[deed.leaves % Math.max(came.length, 1)]);
      else {
        const sleeper = queue.add(deed.due, () => {}, deed.unref);
        came.push(sleeper);
        // Stable: those that are due together stay in the order of their coming.
        model = [...model, sleeper].toSorted((a, b) => a.due - b.due);
      }
      expect(queue.all()).toEqual(model);
      expect(queue.first()).toBe(model[0]);
      expect(queue.size()).toBe(model.length);
      expect(queue.referenced()).toBe(model.filter(({ unref }) => !unref).length);
      expect(queue.issued()).toBe(came.length);
    }
    // What is out of place inside shows when those before it have left.
    while (model.length > 0) {
      leave(model[0]);
      expect(queue.first()).toBe(model[0]);
    }
  });

describe("sleepers, that come and leave in any order,", () => {
  it("are a sorted list, in which equals keep the order of their coming (F-028)", () => {
    fc.assert(agrees(sleepers), lawParameters(200));
  });

  it.each(Object.entries(WRONG_QUEUES))("are none in a queue that %s", (_name, wrong) => {
    expect(fc.check(agrees(wrong), { ...lawParameters(200), endOnFailure: true }).failed).toBe(true);
  });
});
