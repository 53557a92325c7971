/**
 * Retry logic without waiting and without chance: a virtual clock, scripted operations, simulation, the laws of schedules.
 *
 * @module
 */
export { checkSchedule, type CheckScheduleOptions, type ScheduleLaw, ScheduleLawError } from "./laws.ts";
export { explore } from "./explore.ts";
export { ExploreError } from "./explore-error.ts";
export type { Exploration, ExploreOptions } from "./explore-options.ts";
export type { CodeOutcome, CodeRun, World } from "./explored-code.ts";
export { fail, never, ok, ScriptEndError, type ScriptStep } from "./script.ts";
export { simulate, type SimulateOptions, type Simulation } from "./simulate.ts";
export { StandstillError } from "./standstill.ts";
export { virtualClock, type VirtualClock, type VirtualClockOptions } from "./virtual-clock.ts";
