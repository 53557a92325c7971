import { AsyncLocalStorage } from "node:async_hooks";
import { describe, expect } from "vitest";
import { fixed } from "../../src/core/sources.ts";
import type { AttemptContext } from "../../src/engine/context.ts";
import type { PolicyOptions } from "../../src/policy/policy.ts";
import { trap } from "../support/trap.ts";
import { rejection } from "./scene.ts";

const busy = new Error("busy");
const carried = { cannot: "await carries the context of its caller by itself" };

/** Notes, for every place where a run calls back, in whose context it does. */
function witness(storage: AsyncLocalStorage<string>): {
  saw: (place: string) => void;
  seen: Map<string, Set<unknown>>;
} {
  const seen = new Map<string, Set<unknown>>();
  const saw = (place: string): void => void seen.set(place, (seen.get(place) ?? new Set()).add(storage.getStore()));
  return { saw, seen };
}

describe("F-033 the context of the caller", () => {
  trap("is there wherever a run calls back, also when runs take turns on one timer", carried, async ({ retry }) => {
    const storage = new AsyncLocalStorage<string>();
    const run = async (name: string, delay: number): Promise<void> => {
      const { saw, seen } = witness(storage);
      const operation = ({ attempt, signal }: AttemptContext): Promise<never> => {
        saw("attempt");
        if (attempt === 1) return Promise.reject(busy);
        return new Promise((_, reject) => {
          signal.addEventListener("abort", () => {
            saw("abort listener");
            reject(busy);
          });
        });
      };
      const options: PolicyOptions = {
        attempts: 4,
        attemptTimeout: delay + 1,
        retryIf: () => (saw("predicate"), true),
        delayHint: () => (saw("hint"), undefined),
        schedule: { ...fixed(delay), delay: () => (saw("schedule"), delay) },
        onAttempt: () => saw("onAttempt"),
        onRetry: () => saw("onRetry"),
        onGiveUp: () => saw("onGiveUp"),
        onLate: () => saw("onLate"),
      };
      const env = { random: () => (saw("draw"), 0.5) };
      expect(await storage.run(name, () => rejection(retry(operation, options, env)))).toMatchObject({
        code: "ATTEMPT_TIMEOUT",
      });
      const places = ["attempt", "abort listener", "predicate", "hint", "schedule", "onAttempt", "onRetry", "onGiveUp"];
      expect(seen).toEqual(new Map([...places, "onLate"].map((place) => [place, new Set([name])])));
    };
    await Promise.all([run("a", 3), run("b", 4), run("c", 3)]);
  });

  trap("is there in the second attempt of an unwatched run, and after success", carried, async ({ retry, wrap }) => {
    const storage = new AsyncLocalStorage<string>();
    const { saw, seen } = witness(storage);
    const operation = async ({ attempt }: AttemptContext): Promise<string> => {
      saw("attempt");
      if (attempt === 1) throw busy;
      return "done";
    };
    await storage.run("a", async () => {
      await retry(operation, { schedule: fixed(2), onSuccess: () => saw("onSuccess") });
      await retry(operation, { schedule: fixed(2) });
      saw("caller");
    });
    await storage.run("a", () =>
      wrap(
        async () => "done",
        {},
        () => (saw("environment"), {}),
      )(),
    );
    expect(seen).toEqual(
      new Map(["attempt", "onSuccess", "caller", "environment"].map((place) => [place, new Set(["a"])])),
    );
  });

  trap("does not leak from one run into the next that the same timer wakes", carried, async ({ retry }) => {
    const storage = new AsyncLocalStorage<string>();
    const seen: unknown[] = [];
    const operation =
      (name: string | undefined) =>
      ({ attempt }: AttemptContext): string => {
        seen.push([name, storage.getStore()]);
        if (attempt < 3) throw busy;
        return "done";
      };
    const options = { schedule: fixed(2) };
    const named = storage.run("a", () => retry(operation("a"), options));
    const nameless = storage.exit(() => retry(operation(undefined), options));
    await Promise.all([named, nameless]);
    expect(seen.every((each) => (each as [unknown, unknown])[0] === (each as [unknown, unknown])[1])).toBe(true);
    expect(seen).toHaveLength(6);
  });
});
