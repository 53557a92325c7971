import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exponential, fixed, fullJitter, grpcThrottling, type PolicyOptions, retryBudget, schedule } from "ostinato";
import {
  fail,
  fleet,
  type FleetOptions,
  fleetSteps,
  never,
  server,
  type ServerOptions,
  simulate,
} from "ostinato/testing";
import { lawParameters } from "../support/laws.ts";
import { lostIn } from "./fleet-laws.ts";

const anyPolicy: fc.Arbitrary<PolicyOptions> = fc.record(
  {
    attempts: fc.integer({ min: 1, max: 5 }),
    schedule: fc.constantFrom(fixed(0), fixed("300ms"), exponential("100ms"), schedule(exponential("1s"), fullJitter)),
    attemptTimeout: fc.integer({ min: 1, max: 1_500 }),
    totalTimeout: fc.integer({ min: 1, max: 4_000 }),
    budget: fc.constantFrom(retryBudget({ capacity: 3 }), grpcThrottling()),
  },
  { requiredKeys: ["attempts"] },
);

const anyServer = fc
  .record(
    {
      workers: fc.constantFrom(1, 2, 5, Infinity),
      serviceTime: fc.constantFrom("100ms", { kind: "exponential", mean: "80ms" } as const),
      queue: fc.integer({ min: 0, max: 20 }),
      outage: fc.constantFrom({ from: "2s", to: "4s" } as const, { from: 0, to: "3s", how: "refuses" } as const),
      abandoned: fc.constantFrom("served", "dropped"),
      rateLimit: fc.constant({ perSecond: 8 }),
      failureRate: fc.constantFrom(0.1, 0.9),
      lock: fc.constant("optimistic"),
    },
    { requiredKeys: ["workers", "serviceTime"] },
  )
  .map((options) => server(options as ServerOptions));

const anyFleet: fc.Arbitrary<FleetOptions> = fc.record(
  {
    policy: anyPolicy,
    clients: fc.integer({ min: 1, max: 30 }),
    arrivals: fc.constantFrom(15, { think: "500ms" } as const, { onceWithin: "1s" } as const),
    server: anyServer,
    layers: fc.array(anyPolicy, { maxLength: 2 }),
    budgetFor: fc.constantFrom("client", "fleet"),
    seed: fc.nat(),
    duration: fc.constantFrom("6s", "10s"),
  },
  { requiredKeys: ["arrivals", "server", "duration"] },
);

describe("a fleet", () => {
  it("loses nothing and counts nothing twice, whoever calls whom", () => {
    fc.assert(
      fc.property(anyFleet, (options) => {
        expect(lostIn(fleet(options))).toEqual([]);
      }),
      lawParameters(150),
    );
  });

  it("comes to the same report under the same seed, also step by step", () => {
    fc.assert(
      fc.property(anyFleet, (options) => {
        const steps = fleetSteps(options);
        let step = steps.next();
        while (step.done !== true) step = steps.next();
        expect(step.value).toEqual(fleet(options));
      }),
      lawParameters(40),
    );
  });

  it("holds the budget: no more retries than capacity and what successes have paid", () => {
    fc.assert(
      fc.property(anyFleet, fc.integer({ min: 1, max: 20 }), (options, capacity) => {
        const { clients = 1, budgetFor, policy } = options;
        const [layer] = fleet({ ...options, policy: { ...policy, budget: retryBudget({ capacity }) } }).layers;
        const budgets = budgetFor === "fleet" ? 1 : clients;
        expect(layer!.retries).toBeLessThanOrEqual(budgets * capacity + 0.1 * layer!.successes + 1e-6);
      }),
      lawParameters(60),
    );
  });

  const alone = fc.record({
    attempts: fc.integer({ min: 1, max: 6 }),
    schedule: fc.constantFrom(fixed(0), fixed("300ms"), exponential("100ms")),
    attemptTimeout: fc.constantFrom(Infinity, 50, 99, 100, 101, 500),
    totalTimeout: fc.constantFrom(Infinity, 1, 100, 300, 1_000, 2_000),
    budget: fc.constantFrom(undefined, retryBudget({ capacity: 2 }), grpcThrottling({ maxTokens: 4 })),
  });

  it("of one decides as the engine does, to the millisecond, when every attempt fails", async () => {
    const failing = server({ workers: 1, serviceTime: "100ms", failureRate: 1, abandoned: "dropped" });
    await fc.assert(
      fc.asyncProperty(alone, async (policy) => {
        const wide = fleet({ policy, arrivals: { onceWithin: 0 }, server: failing, seed: 7 });
        const run = await simulate(policy, Array(6).fill(fail("busy", "100ms")));
        fc.pre(policy.attemptTimeout > 99);
        expect([wide.attempts, wide.reasons]).toEqual([
          run.attempts,
          { [(run.outcome as { reason: string }).reason]: 1 },
        ]);
        // The server goes on with what it has begun.
        expect(policy.totalTimeout < Infinity ? run.elapsed : wide.elapsed).toBeCloseTo(run.elapsed, 6);
      }),
      lawParameters(100),
    );
  });

  it("of one decides as the engine does, to the millisecond, when no answer comes", async () => {
    const silent = server({ workers: Infinity, serviceTime: "1h", failureRate: 1 });
    await fc.assert(
      fc.asyncProperty(alone, async (policy) => {
        fc.pre(Math.min(policy.attemptTimeout, policy.totalTimeout) < Infinity);
        const wide = fleet({ policy, arrivals: { onceWithin: 0 }, server: silent, duration: "30m" });
        const run = await simulate(policy, [never()]);
        expect([wide.attempts, wide.reasons]).toEqual([
          run.attempts,
          { [(run.outcome as { reason: string }).reason]: 1 },
        ]);
        expect(wide.elapsed).toBeCloseTo(run.elapsed, 6);
      }),
      lawParameters(100),
    );
  });
});
