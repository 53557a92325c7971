import { describe, expect, it } from "vitest";
import { PolicyFunctionError, TimeoutError } from "../../src/policy/errors.ts";
import { busy, spaced, staged, unlimited } from "./hedge-stage.ts";
import { rejection, strays } from "./scene.ts";

describe("the budget of a hedge", () => {
  const counted = (grants: number) => {
    let left = grants;
    const log: unknown[] = [];
    const budget = {
      ...unlimited,
      begin: () => log.push("begin"),
      withdraw: (now: number, { error }: { error?: unknown }, wanted: boolean): number | undefined => {
        log.push([now, error instanceof TimeoutError ? `${error.code} ${error.limit}` : error, wanted]);
        return wanted && left-- > 0 ? 3 : undefined;
      },
      deposit: (now: number, paid: number) => log.push(["deposit", now, paid]),
    };
    return { log, budget: budget as never };
  };

  it("is charged once for each further attempt, for a silence as for a failure, and paid back once", async () => {
    const { log, budget } = counted(9);
    const { run } = staged([undefined, { after: 10, error: busy }, { after: 10, value: "ok" }]);
    await run({ ...spaced, budget });
    expect(log).toEqual(["begin", [100, "ATTEMPT_TIMEOUT 100", true], [110, busy, true], ["deposit", 120, 3]]);
  });

  it("is not charged for the first attempt, nor for what is not launched", async () => {
    const { log, budget } = counted(9);
    await staged([{ after: 10, value: "ok" }]).run({ ...spaced, budget });
    expect(log).toEqual(["begin", ["deposit", 10, 0]]);
  });

  it("that refuses after a silence leaves the others to answer, and is not asked again", async () => {
    const { log, budget } = counted(0);
    const { run, starts } = staged([{ after: 350, value: "ok" }]);
    expect(await run({ ...spaced, budget })).toBe("ok");
    expect(starts()).toEqual([0]);
    expect(log).toEqual(["begin", [100, "ATTEMPT_TIMEOUT 100", true], ["deposit", 350, 0]]);
  });

  it("that refuses after a failure ends the run at once with that failure, when none is under way", async () => {
    const { budget } = counted(0);
    const ends: unknown[] = [];
    const { run, clock } = staged([{ after: 10, error: busy }]);
    expect(await rejection(run({ ...spaced, budget, onGiveUp: ({ reason }) => ends.push(reason) }))).toBe(busy);
    expect([clock.now(), ends]).toEqual([10, ["budget"]]);
  });

  it("that has refused hears of the failures after that, and wants are none", async () => {
    const { log, budget } = counted(0);
    const ends: unknown[] = [];
    const { run } = staged([{ after: 250, error: busy }]);
    expect(await rejection(run({ ...spaced, budget, onGiveUp: ({ reason }) => ends.push(reason) }))).toBe(busy);
    expect([log.slice(2), ends]).toEqual([[[250, busy, false]], ["budget"]]);
  });

  it.each([
    () => NaN,
    () => "3",
    () => null,
    () => Promise.reject(busy),
    () => {
      throw busy;
    },
  ])("that answers nonsense ends the run as a policy error, and aborts what is under way: %s", async (withdraw) => {
    const { run, heard } = staged([undefined]);
    const { rejections } = await strays(async () => {
      const error = await rejection(run({ ...spaced, budget: { ...unlimited, withdraw: withdraw as never } }));
      expect(error).toBeInstanceOf(PolicyFunctionError);
      expect(error).toMatchObject({ option: "budget" });
    });
    expect([rejections, heard[0]!.gone]).toEqual([[], 100]);
  });

  it("is not charged for a mark that the deadline comes before", async () => {
    const { log, budget } = counted(9);
    const { run, starts } = staged([undefined]);
    const error = await rejection(run({ ...spaced, budget, totalTimeout: 200 }));
    expect(error).toMatchObject({ code: "TOTAL_TIMEOUT" });
    expect([starts(), log]).toEqual([
      [0, 100],
      ["begin", [100, "ATTEMPT_TIMEOUT 100", true]],
    ]);
  });
});
