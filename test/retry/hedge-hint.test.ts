import { describe, expect, it } from "vitest";
import { spaced, staged, unlimited } from "./hedge-stage.ts";

describe("a hint to a hedge", () => {
  const hinted = (delays: Record<string, number>, atMost = 1_000) => ({
    ...spaced,
    delayHint: (failure: { kind: string; error?: unknown }) => {
      const delay = delays[String(failure.error)];
      return delay === undefined ? undefined : { delay, spread: 0, atMost };
    },
  });

  it("postpones the next attempt, and the marks after it", async () => {
    const { run, starts } = staged([{ after: 40, error: "busy" }, undefined, { after: 500, value: "ok" }]);
    await run(hinted({ busy: 250 }));
    expect(starts()).toEqual([0, 290, 390]);
  });

  it("is kept when another attempt fails meanwhile without one, and nothing is paid twice", async () => {
    const { run, starts, heard } = staged([
      { after: 150, error: "busy" },
      { after: 100, error: "plain" },
      { after: 5, value: "ok" },
    ]);
    const paid: unknown[] = [];
    const budget = { ...unlimited, withdraw: (_: number, failure: unknown, wanted: boolean) => (paid.push(wanted), 1) };
    await run({ ...hinted({ busy: 300 }), budget });
    expect([starts(), heard.length]).toEqual([[0, 100, 450], 3]);
    expect(paid).toEqual([true, true, false]);
  });

  it("gives way to a later one", async () => {
    const plans = [
      { after: 150, error: "busy" },
      { after: 100, error: "busier" },
      { after: 5, value: "ok" },
    ];
    const { run, starts } = staged(plans);
    await run(hinted({ busy: 300, busier: 600 }));
    expect(starts()).toEqual([0, 100, 800]);
  });

  it("that is too long starts no further attempt, but lets those under way answer", async () => {
    const { run, starts } = staged([
      { after: 700, value: "ok" },
      { after: 10, error: "busy" },
    ]);
    expect(await run(hinted({ busy: 1_001 }))).toBe("ok");
    expect(starts()).toEqual([0, 100]);
  });
});
