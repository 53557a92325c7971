import { describe, expect, it } from "vitest";
import { busy, spaced, staged } from "./hedge-stage.ts";
import { strays } from "./scene.ts";

describe("the hooks of a hedge", () => {
  it("are told in the order of what happens", async () => {
    const told: unknown[] = [];
    const { run } = staged([{ after: 120, error: busy }, undefined, { after: 10, value: "ok" }]);
    await run({
      ...spaced,
      onAttempt: ({ attempt, elapsed }) => told.push(["attempt", attempt, elapsed]),
      onRetry: ({ attempt, elapsed, delay, from, failure }) =>
        told.push(["retry", attempt, elapsed, delay, from, failure]),
      onSuccess: ({ attempt, elapsed, value }) => told.push(["success", attempt, elapsed, value]),
      onGiveUp: () => told.push("never"),
    });
    expect(told).toEqual([
      ["attempt", 1, 0],
      ["attempt", 2, 100],
      ["retry", 1, 120, 0, "schedule", { kind: "error", error: busy }],
      ["attempt", 3, 120],
      ["success", 3, 130, "ok"],
    ]);
  });

  it("change nothing when they throw", async () => {
    const angry = (): never => {
      throw new Error("angry");
    };
    const hooks = { onAttempt: angry, onRetry: angry, onSuccess: angry, onLate: angry };
    const { run, clock } = staged([
      { after: 500, error: busy },
      { after: 10, error: busy },
      { after: 10, value: "ok" },
    ]);
    const { warnings } = await strays(async () => {
      expect(await run({ ...spaced, ...hooks })).toBe("ok");
      await clock.advance("1s");
    });
    expect(warnings).toHaveLength(6);
  });
});
