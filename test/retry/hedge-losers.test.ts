import { describe, expect, it } from "vitest";
import { hedge } from "../../src/retry/hedge.ts";
import { virtualClock } from "../../src/testing/virtual-clock.ts";
import { busy, spaced, staged } from "./hedge-stage.ts";
import { gate, strays } from "./scene.ts";

describe("F-106 the losers of a hedge", () => {
  const race3 = [undefined, undefined, { after: 10, value: "won" }] as const;

  it("are aborted with an AbortError, at once, and the winner is not (rule 12c)", async () => {
    const { run, heard } = staged(race3);
    await run(spaced);
    expect(heard.map(({ gone }) => gone)).toEqual([210, 210, undefined]);
    const reason = heard[0]!.context.signal.reason as DOMException;
    expect(reason).toBeInstanceOf(DOMException);
    expect([reason.name, reason.message]).toEqual(["AbortError", "Another attempt has answered first"]);
    expect(heard[2]!.context.signal.aborted).toBe(false);
  });

  it.each([
    ["answer", { after: 300, value: "too late" }, { ok: true, value: "too late" }],
    ["fail", { after: 300, error: busy }, { ok: false, error: busy }],
  ] as const)("that %s late are heard of by onLate alone", async (_, plan, settled) => {
    const told: unknown[] = [];
    const { run, clock } = staged([plan, undefined, { after: 10, value: "won" }]);
    const { warnings, rejections } = await strays(async () => {
      expect(await run({ ...spaced, onLate: (event) => told.push(event) })).toBe("won");
      await clock.advance("1s");
    });
    expect([warnings, rejections]).toEqual([[], []]);
    expect(told).toEqual([{ attempt: 1, attempts: 3, elapsed: 300, settled }]);
  });

  it.each(["open", "shut"] as const)("that %s in the same turn are heard of, too", async (how) => {
    const clock = virtualClock();
    const lanes = [gate<unknown>(), gate<unknown>()];
    const told: unknown[] = [];
    const options = {
      ...spaced,
      onLate: ({ attempt, settled }: { attempt: number; settled: object }) => told.push([attempt, settled]),
    };
    const run = hedge(({ attempt }) => lanes[attempt - 1]!.promise, options, { clock });
    await clock.advance(100);
    lanes[0]!.open("first");
    lanes[1]![how]("second");
    expect(await run).toBe("first");
    await clock.advance(1);
    expect(told).toEqual([[2, how === "open" ? { ok: true, value: "second" } : { ok: false, error: "second" }]]);
  });

  it("win nothing back when the winner is judged bad", async () => {
    const { run } = staged([
      { after: 130, value: "bad" },
      { after: 60, value: "good" },
    ]);
    expect(await run({ ...spaced, attempts: 2, retryResult: (value) => value === "bad" })).toBe("good");
  });
});
