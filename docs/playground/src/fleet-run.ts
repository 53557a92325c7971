import { type FleetReport, fleetSteps } from "ostinato/testing";
import { type FleetAsk, fleetOf, type Variant, VARIANTS } from "./fleet-ask.ts";

/** What the worker tells: how far a variant is, what it came to, or why it has no end. */
export type FleetNews =
  | {
      readonly kind: "progress";
      readonly variant: Variant;
      /** From 0 to 1. */
      readonly share: number;
      /** In milliseconds of virtual time. */
      readonly at: number;
      /** Calls of the server so far. */
      readonly attempts: number;
    }
  | { readonly kind: "report"; readonly variant: Variant; readonly report: FleetReport }
  | { readonly kind: "failed"; readonly variant: Variant; readonly message: string };

/** Beyond that a page would run out of memory. */
const MOST_ATTEMPTS = 3_000_000;

/** All variants side by side, a step of each in turn. */
export function* newsOf(ask: FleetAsk, most = MOST_ATTEMPTS): Generator<FleetNews, void, void> {
  const running = new Map(VARIANTS.map((variant) => [variant, stepsOf(ask, variant)]));
  while (running.size > 0) {
    for (const [variant, steps] of running) {
      const news = newsFrom(variant, steps, most);
      if (news.kind !== "progress") running.delete(variant);
      yield news;
    }
  }
}

/** The steps, where the fleet is made with the first of them. */
function* stepsOf(ask: FleetAsk, variant: Variant): ReturnType<typeof fleetSteps> {
  return yield* fleetSteps(fleetOf(ask, variant));
}

function newsFrom(variant: Variant, steps: ReturnType<typeof fleetSteps>, most: number): FleetNews {
  try {
    const { done, value } = steps.next();
    if (done === true) return { kind: "report", variant, report: value };
    const { at, duration, attempts } = value;
    if (attempts <= most) return { kind: "progress", variant, share: at / duration, at, attempts };
    return { kind: "failed", variant, message: `stopped after ${most.toLocaleString("en")} calls` };
  } catch (error) {
    return { kind: "failed", variant, message: (error as Error).message };
  }
}
