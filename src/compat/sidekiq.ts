import type { Bounds } from "../core/bounds.ts";
import type { Schedule } from "../core/schedule.ts";
import { even, shaped } from "../core/shape.ts";
import { type Policy, policy } from "../policy/policy.ts";

/** Seconds before retry n, with c = n − 1 retries behind it: c⁴ + 15, and up to 10 · (c + 1) more. */
function range(retry: number): Bounds {
  const count = retry - 1;
  const least = (count ** 4 + 15) * 1_000;
  return { min: least, max: least + 10_000 * (count + 1) };
}

/** No composition of the house's own, so its name is no notation. */
const backoff: Schedule = /* @__PURE__ */ shaped("sidekiq", range, { range: ({ retry }) => range(retry), place: even });

/**
 * How Sidekiq retries a job: 25 times in about 20 days, `c⁴ + 15` seconds after failure `c` counted from 0, and a draw from
 * `[0, 10 · (c + 1))` seconds more; in Sidekiq that draw is of whole seconds.
 *
 * Its schedule is named `sidekiq`, which `parseSchedule` does not read. Source: Sidekiq 8, `lib/sidekiq/job_retry.rb`.
 *
 * @example
 * ```ts
 * import { sidekiq } from "ostinato/compat";
 *
 * sidekiq.attempts; // => 26
 * sidekiq.schedule.bounds(3); // => { min: 31000, max: 61000 }
 * ```
 */
export const sidekiq: Policy = /* @__PURE__ */ policy({ schedule: backoff, attempts: 26 });
