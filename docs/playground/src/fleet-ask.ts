import { parseSchedule, type PolicyOptions, retryBudget } from "ostinato";
import { type FleetOptions, server } from "ostinato/testing";
import { companyOf } from "./company.ts";
import type { State } from "./state.ts";

/** What the page asks of its worker: plain data. */
export type FleetAsk = Pick<State, "shown" | "policy" | "scene" | "fleet">;

export const VARIANTS = ["alike", "apart", "alike-budget", "apart-budget"] as const;

/** With or without jitter, with or without a budget. */
export type Variant = (typeof VARIANTS)[number];

export const TITLES: Readonly<Record<Variant, string>> = {
  alike: "No jitter, no budget",
  apart: "Jitter, no budget",
  "alike-budget": "No jitter, a budget",
  "apart-budget": "Jitter and a budget",
};

/** When the server of the first scene stalls, in milliseconds. */
export const OUTAGE_FROM = 10_000;

/** How long a fleet is watched behind the outage. */
export const AFTERMATH = 120_000;

/** How many calls may wait for a worker when a crowd comes; more are refused. */
const QUEUE_PER_WORKER = 1;

export function fleetOf({ shown, policy: figures, scene, fleet }: FleetAsk, variant: Variant): FleetOptions {
  const [who, budgeted] = variant.split("-") as ["alike" | "apart", "budget"?];
  const { clients, load, workers, service, outage, capacity, perSuccess } = fleet;
  const policy: PolicyOptions = {
    ...figures,
    schedule: companyOf(parseSchedule(shown))[who],
    budget: budgeted && retryBudget({ capacity, perSuccess }),
  };
  const calm = { workers, serviceTime: service };
  if (scene === "stall") {
    const stalled = server({ ...calm, outage: { from: OUTAGE_FROM, to: OUTAGE_FROM + outage } });
    return { policy, clients, arrivals: load, server: stalled, duration: OUTAGE_FROM + outage + AFTERMATH };
  }
  const narrow = server({ ...calm, queue: QUEUE_PER_WORKER * workers });
  return { policy, clients, arrivals: { onceWithin: 0 }, server: narrow, duration: AFTERMATH, bin: "100ms" };
}
