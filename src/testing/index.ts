/**
 * Retry logic without waiting and without chance: a virtual clock, scripted operations, simulation, fleets, the laws of
 * schedules.
 *
 * @module ostinato/testing
 */
export type { Arrivals } from "./arrivals.ts";
export { fleet, fleetSteps } from "./fleet.ts";
export type { FleetOptions } from "./fleet-plan.ts";
export type { FleetHistogram, FleetReport } from "./fleet-report.ts";
export type { FleetProgress } from "./fleet-run.ts";
export { TransportContractError } from "./contract-error.ts";
export type { FastCheck, FastCheckArbitrary, FastCheckCommand } from "./contract-fast-check.ts";
export type { TransportContractOptions } from "./contract-options.ts";
export type { ContractOffer, MakeTransport } from "./contract-stage.ts";
export { checkSchedule, type CheckScheduleOptions, type ScheduleLaw, ScheduleLawError } from "./laws.ts";
export { explore } from "./explore.ts";
export { type ErrorRecord } from "./error-record.ts";
export { type Counterexample, ExploreError } from "./explore-error.ts";
export type { Exploration, ExploreOptions } from "./explore-options.ts";
export type { CodeOutcome, CodeRun, World } from "./explored-code.ts";
export { recorder, type Recorder, type RecorderOptions, TraceError } from "./recorder.ts";
export { replay, type ReplayOptions } from "./replay.ts";
export { ReplayError } from "./replay-error.ts";
export { fail, never, ok, ScriptEndError, type ScriptStep } from "./script.ts";
export type { Outage, OutageOptions } from "./outage.ts";
export type { Spread } from "./percentiles.ts";
export type { RandomTime, TimeSource } from "./random-time.ts";
export { server, type Server, type ServerOptions } from "./server.ts";
export { ServerFailure, type ServerFailureCode } from "./server-failure.ts";
export type { ServerCounts } from "./server-counts.ts";
export type { LayerCounts } from "./tally.ts";
export { simulate, type SimulateOptions, type Simulation } from "./simulate.ts";
export { StandstillError } from "./standstill.ts";
export { virtualClock, type VirtualClock, type VirtualClockOptions } from "./virtual-clock.ts";
export type { Answer, PolicyTrace, Trace, TraceEvent } from "./trace.ts";
export { transportContract } from "./transport-contract.ts";
