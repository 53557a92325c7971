/**
 * The scheduler behind every run, for RxJS; and any RxJS scheduler as a clock.
 *
 * @module ostinato/rxjs
 */
export type { Clock } from "../engine/clock.ts";
export { clockFrom } from "../engine/clock-from.ts";
export { scheduler, schedulerFrom } from "../engine/scheduler.ts";
export { fromPolicy, type PolicyEvent, retryBackoff, type RetryBackoffOptions } from "./operator.ts";
