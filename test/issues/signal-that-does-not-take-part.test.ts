import { lastValueFrom, of } from "rxjs";
import { describe, expect, it } from "vitest";
import { fixed, hedge, retry, settle } from "../../src/index.ts";
import { retryBackoff } from "../../src/retry/rxjs.ts";
import { uncaught } from "../support/host.ts";

/** A signal whose methods are another's work, and fail as told. */
function signal(fails: "addEventListener" | "removeEventListener", times = Infinity) {
  const controller = new AbortController();
  const { signal: genuine } = controller;
  let left = times;
  const failing = (name: "addEventListener" | "removeEventListener") => (type: "abort", listener: () => void) => {
    if (name === fails && left-- > 0) throw new Error(name);
    genuine[name](type, listener);
  };
  const shape = {
    get aborted() {
      return genuine.aborted;
    },
    get reason(): unknown {
      return genuine.reason;
    },
    addEventListener: failing("addEventListener"),
    removeEventListener: failing("removeEventListener"),
  };
  return { controller, signal: shape as unknown as AbortSignal };
}

// What did not get its listener once was taken for one that is listened to: the next run under it never heard it abort. And one
// that failed to let go took the value away, or left a hedge and a stream without an end.
describe("a signal that fails", () => {
  it("to take a listener fails that run, and the next one hears it", async () => {
    const { controller, signal: once } = signal("addEventListener", 1);
    await expect(retry(() => 1, {}, { signal: once })).rejects.toThrow("addEventListener");
    const run = retry(() => new Promise(() => {}), {}, { signal: once });
    controller.abort("left");
    await expect(run).rejects.toBe("left");
  });

  it("to let go of its listener changes nothing, and is heard of", async () => {
    const errors = await uncaught(async () => {
      const env = (): { signal: AbortSignal } => ({ signal: signal("removeEventListener").signal });
      expect(await retry(() => 1, {}, env())).toBe(1);
      expect(await hedge(() => 2, { schedule: fixed("1m") }, env())).toBe(2);
      expect(await lastValueFrom(of(3).pipe(retryBackoff({}, env())))).toBe(3);
      const busy = new Error("busy");
      expect(await settle(() => Promise.reject(busy), { attempts: 1 }, env())).toMatchObject({ error: busy });
    });
    expect(errors).toEqual(Array(4).fill(new Error("removeEventListener")));
  });
});
