import { describe, expect, it } from "vitest";
import { awsStandard, fromCelery } from "ostinato/compat";
import { retryAfter } from "ostinato/http";
import { fromPRetry } from "ostinato/p-retry";
import { awsQuota, fixed, not, onError, type PolicyOptions, programmerErrors, settle } from "../../src/index.ts";
import { virtualClock } from "../../src/testing/index.ts";
import { strays } from "../support/host.ts";
import { explosive } from "../support/explosive.ts";

// `instanceof` asks a proxy for its prototype, and a name may be a getter: predicates and budgets of the house threw at such
// errors, and the run ended with a PolicyFunctionError in the place of the error (F-053).
const revoked = (): object => {
  const { proxy, revoke } = Proxy.revocable(new Error("gone"), {});
  revoke();
  return proxy;
};
const explode = (): never => {
  throw new Error("looked at");
};
const nameless = Object.defineProperty(new Error("busy"), "name", { get: explode });

describe("an error that throws when it is looked at (F-053)", () => {
  const policies: Readonly<Record<string, PolicyOptions>> = {
    onError: { retryIf: onError(RangeError) },
    "not onError": { retryIf: not(onError(RangeError)) },
    programmerErrors: { retryIf: not(programmerErrors()) },
    awsQuota: { budget: awsQuota() },
    awsStandard: awsStandard({ edition: "2.1" }),
    fromCelery: fromCelery({ autoretry_for: [RangeError] }),
    fromPRetry: fromPRetry(),
  };

  it.each(Object.keys(policies))("is what comes out of a run under %s", async (name) => {
    for (const error of [explosive(new RangeError("busy")), revoked(), nameless]) {
      const clock = virtualClock();
      const options = { ...policies[name], attempts: 2, schedule: fixed(1) };
      const outcome = await clock.runUntil(settle(() => Promise.reject(error), options, { clock }));
      // Compared by hand: to show them would be to look at them.
      expect(!outcome.ok && Object.is(outcome.error, error)).toBe(true);
      expect(!outcome.ok && ["attempts", "not-retryable"].includes(outcome.reason)).toBe(true);
    }
  });

  it("and headers that answer with promises are no hint, and end nothing", async () => {
    const headers = { get: () => Promise.reject(new Error("lost")) };
    const { rejections } = await strays(async () => {
      expect(retryAfter()({ kind: "error", error: { headers } }, { wallNow: 0 })).toBeUndefined();
    });
    expect(rejections).toEqual([]);
  });
});
