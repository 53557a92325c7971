import { afterEach, expect, it, vi } from "vitest";

afterEach(() => {
  vi.useRealTimers();
  vi.resetModules();
});

it("virtual time moves, though the library was loaded under fake timers", async () => {
  vi.useFakeTimers();
  const { ok, simulate, virtualClock } = await import("../../src/testing/index.ts");
  expect((await simulate({}, [ok("saved", "1h")])).timeline).toBe("o");
  const standing = virtualClock({ patience: 1 }).runUntil(new Promise(() => {}));
  await expect(standing).rejects.toThrow("stands still");
});

it("runs end under real timers, though the library was loaded under fake ones", async () => {
  vi.useFakeTimers();
  const { fixed, settle } = await import("../../src/index.ts");
  vi.useRealTimers();
  const failing = (): Promise<never> => Promise.reject(new Error("busy"));
  expect(await settle(failing, { attempts: 40, schedule: fixed(0) })).toMatchObject({ reason: "attempts" });
  const silent = settle(() => new Promise(() => {}), { attempts: 1, attemptTimeout: 20 });
  expect(await silent).toMatchObject({ reason: "attempts", error: { code: "ATTEMPT_TIMEOUT" } });
});
