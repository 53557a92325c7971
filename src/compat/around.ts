import { formatMillis, plain } from "../core/duration.ts";
import { spread } from "../core/jitter.ts";
import { cap } from "../core/limits.ts";
import { type Schedule, schedule } from "../core/schedule.ts";
import { steady } from "../core/shape.ts";
import { exponential } from "../core/sources.ts";

/** How far gRPC moves a delay, either way. */
const SHARE = 0.2;

/**
 * gRPC's backoff: growth that is capped, and then drawn from 20 % below to 20 % above. Our jitters only shorten; so the delay
 * and its cap are a fifth longer, and a third of that may fall away.
 */
export function around(base: number, factor: number, most: number): Schedule {
  return schedule(growth(base * (1 + SHARE), factor), cap(most * (1 + SHARE)), spread(1 / 3));
}

function growth(base: number, factor: number): Schedule {
  if (factor >= 1) return exponential(base, factor);
  // Delays that shrink have no notation of the house.
  return steady(`gRPC ${formatMillis(base)} x${plain(factor)}`, (retry) => base * factor ** (retry - 1));
}
