import { describe, expect, it } from "vitest";
import { fixed, type Hooks, InvalidOptionError, policy, retry } from "../../src/index.ts";
import { combineHooks } from "../../src/observe/index.ts";
import { failing, rejection, strays } from "../retry/scene.ts";
import { blame } from "../support/host.ts";

const busy = new Error("busy");

describe("combined hooks", () => {
  const noted = (who: string, told: unknown[]): Hooks => ({
    onAttempt: ({ attempt }) => void told.push(`${who}: attempt ${attempt}`),
    onRetry: ({ delay }) => void told.push(`${who}: next in ${delay}`),
    onSuccess: ({ value }) => void told.push(`${who}: ${String(value)}`),
    onGiveUp: ({ reason }) => void told.push(`${who}: ${reason}`),
  });

  it("are told one after the other, in their order", async () => {
    const told: string[] = [];
    await retry(failing([busy], "done"), {
      schedule: fixed(0),
      ...combineHooks(noted("first", told), {}, noted("second", told)),
    });
    expect(told).toEqual([
      "first: attempt 1",
      "second: attempt 1",
      "first: next in 0",
      "second: next in 0",
      "first: attempt 2",
      "second: attempt 2",
      "first: done",
      "second: done",
    ]);
  });

  it("keep the news from nobody when one of them throws, rejects or changes its event", async () => {
    const told: unknown[] = [];
    const bad: Hooks[] = [
      {
        onGiveUp: () => {
          throw new Error("thrown");
        },
      },
      { onGiveUp: () => Promise.reject(new Error("rejected")) as never },
      { onGiveUp: (event) => void Object.assign(event, { reason: "budget" }) },
    ];
    const { warnings, rejections } = await strays(() =>
      rejection(retry(failing([busy]), { attempts: 1, ...combineHooks(...bad, noted("last", told)) })),
    );
    expect(told).toEqual(["last: attempt 1", "last: attempts"]);
    expect(warnings.map(({ message }) => message.startsWith(blame("onGiveUp")))).toEqual([true, true, true]);
    expect(rejections).toEqual([]);
  });

  it("take the hooks of a policy, and nothing else of it", () => {
    const combined = combineHooks(policy({ attempts: 7, onRetry: () => {} }), { onLate: () => {} });
    expect(Object.keys(policy(combined)).filter((key) => combined[key as keyof Hooks] !== undefined)).toEqual([
      "onRetry",
      "onLate",
    ]);
    expect(policy(combined).attempts).toBe(3);
  });

  it("refuse what is no hook", () => {
    expect(() => combineHooks({ onretry: () => {} } as Hooks)).toThrow(InvalidOptionError);
    expect(() => combineHooks({ onRetry: "log" as never })).toThrow("onRetry: expected a function");
  });
});
