import { describe, expect, it } from "vitest";
import { fixed, retry, settle } from "../../src/index.ts";
import { virtualClock } from "../../src/testing/index.ts";

const lookalikes: readonly (readonly [string, () => Promise<number>])[] = [
  ["a proxy of a promise", () => new Proxy(Promise.resolve(1), {})],
  ["an heir of Promise.prototype", () => Object.create(Promise.prototype) as Promise<number>],
];

describe.each(lookalikes)("F-056 %s", (_, operation) => {
  it("is a failed attempt, as it is under await", async () => {
    const outcome = await settle(operation, { schedule: fixed(0) });
    expect(outcome).toMatchObject({ ok: false, reason: "attempts", attempts: 3, error: expect.any(TypeError) });
    await expect(retry(operation, { attempts: 1 })).rejects.toBeInstanceOf(TypeError);
  });

  it("leaves no timer behind", async () => {
    const clock = virtualClock();
    await clock.runUntil(settle(operation, { attempts: 1, attemptTimeout: "1h" }, { clock }));
    expect(clock.pending()).toEqual([]);
  });
});
