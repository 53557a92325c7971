/**
 * Pure backoff schedules: durations, bounds, sources, modifiers and their notation. Nothing else is in this module graph.
 *
 * @module ostinato/schedule
 */
export type { Bounds } from "./bounds.ts";
export { longest, type Phase, phases, shortest } from "./combine.ts";
export { delays, type DelaysOptions } from "./delays.ts";
export { type Duration, duration, formatMillis } from "./duration.ts";
export { InvalidOptionError } from "./invalid-option.ts";
export { equalJitter, fullJitter, spread } from "./jitter.ts";
export { cap, floor } from "./limits.ts";
export { parseSchedule } from "./notation.ts";
export { preview, type PreviewOptions, type PreviewRow } from "./preview.ts";
export { type Random, seededRandom } from "./random.ts";
export { type Modifier, type Schedule, schedule, type Step } from "./schedule.ts";
export { decorrelated, exponential, fibonacci, fixed, linear, polynomial, sequence } from "./sources.ts";
export { NotationError } from "./words.ts";
