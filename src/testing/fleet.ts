import { type FleetOptions, planOf } from "./fleet-plan.ts";
import type { FleetReport } from "./fleet-report.ts";
import { type FleetProgress, stepped } from "./fleet-run.ts";

/**
 * Many clients against one server, in virtual time: how much load a policy makes of an outage, and how soon it is over.
 *
 * It decides by the engine's own code and pays from the policy's own kind of budget, always as new. The arrivals and the
 * server draw from generators of their own, so two policies under one seed meet the same requests.
 *
 * @throws InvalidOptionError for an unknown option or one that cannot be used
 * @throws StandstillError when calls that fail at once are retried without any delay or end
 * @example
 * ```ts
 * import { retryBudget } from "ostinato";
 * import { fleet, server } from "ostinato/testing";
 *
 * const stalled = server({ workers: 10, serviceTime: "100ms", outage: { from: "10s", to: "20s" } });
 * const patient = { attempts: 4, attemptTimeout: "1s" } as const;
 *
 * fleet({ policy: patient, arrivals: 70, server: stalled }).recovery; // => undefined
 *
 * const thrifty = { ...patient, budget: retryBudget({ capacity: 10 }) };
 * fleet({ policy: thrifty, arrivals: 70, server: stalled }).amplification < 1.05; // => true
 * ```
 */
export function fleet(options: FleetOptions): FleetReport {
  const steps = fleetSteps(options);
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
}

/**
 * The same, step by step: for a progress bar, or for a page that must not freeze. The report is the generator's return value.
 *
 * @throws InvalidOptionError for an unknown option or one that cannot be used
 * @example
 * ```ts
 * import { fleetSteps, server } from "ostinato/testing";
 *
 * const steps = fleetSteps({ arrivals: 900, server: server({ workers: 100, serviceTime: "100ms" }) });
 * const { value } = steps.next();
 * "at" in value && value.at < value.duration; // => true
 * ```
 */
export function fleetSteps(options: FleetOptions): Generator<FleetProgress, FleetReport, void> {
  return stepped(planOf(options));
}
