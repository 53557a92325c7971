/**
 * Retry logic without waiting and without chance: a virtual clock, scripted operations, simulation, the laws of schedules.
 *
 * @module
 */
export { checkSchedule, type CheckScheduleOptions, type ScheduleLaw, ScheduleLawError } from "./laws.ts";
export { fail, never, ok, ScriptEndError, type ScriptStep } from "./script.ts";
export { simulate, type SimulateOptions, type Simulation } from "./simulate.ts";
export { StandstillError, virtualClock, type VirtualClock, type VirtualClockOptions } from "./virtual-clock.ts";
