import { describe, expect, it } from "vitest";
import { cap, exponential, fixed, fullJitter, type PolicyOptions, retryBudget, schedule } from "ostinato";
import { retryAfter } from "ostinato/http";
import { fleet, fleetSteps, server } from "ostinato/testing";
import { once, steadily, together } from "./fleet-stage.ts";

describe("the report of a fleet", () => {
  it("tells requests from attempts, and how requests ended", () => {
    const report = together(3, { queue: 1 }, steadily(2));
    expect(report).toMatchObject({ requests: 3, attempts: 4, successes: 3, failures: 0, open: 0, reasons: {} });
    expect(report.layers).toEqual([{ calls: 3, attempts: 4, retries: 1, successes: 3, failures: 0, reasons: {} }]);
    expect(report.amplification).toBeCloseTo(4 / 3);
  });

  it("counts bin by bin, and the busiest bin by the second", () => {
    const { histogram, peak } = together(3, { queue: 1 }, steadily(2), { bin: "500ms" });
    expect(histogram).toEqual({ bin: 500, requests: [3], attempts: [3, 0, 1], successes: [2, 0, 1] });
    expect(peak).toBe(6);
  });

  it("names the reasons of failures", () => {
    const hasty = steadily(5, { attemptTimeout: "50ms", totalTimeout: "2.5s" });
    expect(together(2, {}, hasty).reasons).toEqual({ deadline: 2 });
    expect(together(2, {}, steadily(3, { attemptTimeout: "50ms" })).reasons).toEqual({ attempts: 2 });
    const thrifty = steadily(3, { attemptTimeout: "50ms", budget: retryBudget({ capacity: 1 }) });
    expect(together(2, {}, thrifty).reasons).toEqual({ budget: 2 });
    expect(together(1, {}, { totalTimeout: "50ms" }).reasons).toEqual({ deadline: 1 });
    expect(together(1, {}, { totalTimeout: 0 })).toMatchObject({ attempts: 0, reasons: { deadline: 1 } });
  });

  it("leaves open what has no end when time is up", () => {
    expect(together(2, {}, once, { duration: "150ms" })).toMatchObject({ successes: 1, open: 1, elapsed: 100 });
  });

  it("has a budget for each client, or one for all", () => {
    const thrifty = steadily(2, { budget: retryBudget({ capacity: 1 }) });
    const failing = { workers: Infinity, failureRate: 1 };
    expect(together(5, failing, thrifty).reasons).toEqual({ attempts: 5 });
    expect(together(5, failing, thrifty, { budgetFor: "fleet" }).reasons).toEqual({ attempts: 1, budget: 4 });
  });

  it("takes nothing from the budget it was given", () => {
    const budget = retryBudget({ capacity: 1 });
    together(5, { failureRate: 1 }, steadily(2, { budget }));
    expect(budget.balance(0)).toBe(1);
  });

  it("knows the share of delays that were as long as they ever get", () => {
    const failing = { workers: Infinity, failureRate: 1 };
    const growing = [exponential("1s"), cap("2s")] as const;
    expect(together(3, failing, { attempts: 5, schedule: schedule(...growing) }).atCap).toBe(0.75);
    expect(together(3, failing, { attempts: 5, schedule: schedule(...growing, fullJitter) }).atCap).toBe(0);
    expect(together(3, failing, { attempts: 5, schedule: exponential("1s") }).atCap).toBe(0);
    expect(together(3, failing).atCap).toBe(0);
    const routed: PolicyOptions = {
      attempts: 3,
      schedule: exponential("1s"),
      routes: [[() => true, { schedule: fixed("1s") }]],
    };
    expect(together(3, failing, routed).atCap).toBe(1);
    expect(together(3, failing, { ...routed, routes: [[() => true, { attempts: 3 }]] }).atCap).toBe(0);
  });

  it("measures how long it takes until requests fare as before", () => {
    const outage = { from: "30s", to: "40s" } as const;
    const quiet = server({ workers: 10, serviceTime: "100ms", outage });
    // 50 calls a second for 10 s, of which 50 a second are worked off: ten seconds.
    const { recovery, amplification } = fleet({ policy: once, arrivals: 50, server: quiet });
    expect(recovery).toBeGreaterThan(8_000);
    expect(recovery).toBeLessThan(11_000);
    expect(amplification).toBe(1);
    expect(fleet({ policy: once, arrivals: 50, server: server({ workers: 10, serviceTime: "100ms" }) }).recovery).toBe(
      undefined,
    );
    expect(fleet({ policy: once, arrivals: 50, server: quiet, duration: "42s" }).recovery).toBe(undefined);
  });

  it("finds a recovery also where nobody has asked before, or where half of all fails on good days", () => {
    const down = { workers: 1, serviceTime: "100ms", outage: { from: 0, to: "10s", how: "refuses" } } as const;
    expect(fleet({ policy: once, arrivals: 1, server: server(down) }).recovery).toBeLessThan(5_000);
    const shaky = server({ ...down, workers: 10, failureRate: 0.5, outage: { ...down.outage, from: "1s" } });
    expect(fleet({ policy: once, arrivals: 50, server: shaky }).recovery).toBeLessThan(30_000);
  });

  it("hears the hooks of the policy", () => {
    const heard: string[] = [];
    const policy = steadily(2, {
      onAttempt: ({ attempt }) => heard.push(`attempt ${attempt}`),
      onRetry: ({ delay, elapsed }) => heard.push(`wait ${delay} at ${elapsed}`),
      onGiveUp: ({ reason }) => heard.push(reason),
      onSuccess: () => heard.push("done"),
    });
    together(1, { failureRate: 1 }, policy);
    together(1, {}, policy);
    expect(heard).toEqual(["attempt 1", "wait 1000 at 100", "attempt 2", "attempts", "attempt 1", "done"]);
  });

  it("heeds a hint in the error that the server is told to give", () => {
    const error = () => ({ headers: { "retry-after": "30" } });
    const policy = steadily(2, { delayHint: retryAfter({ atMost: "1m" }) });
    const { histogram, atCap } = together(1, { rateLimit: { perSecond: 1 }, failureRate: 1, error }, policy);
    expect([histogram.attempts.length, histogram.attempts[30], atCap]).toEqual([31, 1, 0]);
  });

  it("does not ask about results, which are good", () => {
    const retryResult = () => {
      throw new Error("there is no result");
    };
    expect(together(2, {}, { retryResult }).successes).toBe(2);
  });
});

describe("layers", () => {
  const failing = { workers: Infinity, failureRate: 1 };

  it("multiply", () => {
    const { layers, attempts } = together(1, failing, steadily(2), { layers: [steadily(3), steadily(2)] });
    expect(layers.map(({ calls }) => calls)).toEqual([1, 2, 6]);
    expect(attempts).toBe(12);
  });

  it("share one budget each", () => {
    const layers = [steadily(3, { budget: retryBudget({ capacity: 1 }) })];
    expect(together(4, failing, once, { layers }).attempts).toBe(5);
  });

  it("go on when their caller has left, unless abandoned calls are noticed", () => {
    const hasty = { ...once, attemptTimeout: "150ms" } as const;
    const counts = together(1, failing, hasty, { layers: [steadily(3)] }).layers[1];
    expect(counts).toMatchObject({ attempts: 3, reasons: { attempts: 1 } });
    const heedful = { ...failing, abandoned: "dropped" } as const;
    const noticed = together(1, heedful, hasty, { layers: [steadily(3)] });
    expect(noticed.layers[1]).toMatchObject({ attempts: 1, reasons: { aborted: 1 } });
    const asking = together(1, heedful, { ...hasty, attemptTimeout: "50ms" }, { layers: [steadily(3)] });
    expect(asking.server).toMatchObject({ received: 1, wasted: 1 });
    expect(together(1, { abandoned: "dropped" }, once, { layers: [once] }).successes).toBe(1);
  });
});

describe("a fleet step by step", () => {
  it("says how far it is", () => {
    const steps = fleetSteps({ arrivals: 500, server: server({ workers: 100, serviceTime: "100ms" }) });
    const news = [];
    for (let step = steps.next(); step.done !== true; step = steps.next()) news.push(step.value);
    expect(news.length).toBeGreaterThan(3);
    expect(news.map(({ at }) => at)).toEqual(news.map(({ at }) => at).toSorted((a, b) => a - b));
    expect(news.every(({ at, duration, attempts }) => at < duration && duration === 60_000 && attempts > 0)).toBe(true);
  });
});
