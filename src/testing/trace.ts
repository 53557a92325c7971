import type { StopReason } from "../policy/failure.ts";
import type { PolicyJSON } from "../policy/json.ts";
import type { Counts } from "../policy/route.ts";
import type { ErrorRecord } from "./error-record.ts";

/** What a policy was when a run was recorded: its data, and which functions it had. */
export interface PolicyTrace extends Pick<PolicyJSON, "schedule" | "attempts" | "attemptTimeout" | "totalTimeout"> {
  /** The functions by the names of their options, such as `"retryIf"` or `"routes[0].delayHint"`. */
  readonly functions: readonly string[];
  /** How many attempts each route had; empty without routes. */
  readonly routes: readonly (number | "Infinity")[];
  /** Which failures counted for each route; absent where each counted its own. */
  readonly counts?: readonly Counts[];
}

/** What a function of the policy answered: nothing for undefined, or that it threw, or what type of nonsense it gave. */
export interface Answer {
  readonly answer?: boolean | number | { readonly [figure: string]: number | "Infinity" };
  readonly threw?: ErrorRecord;
  readonly useless?: string;
}

/** Something that happened in a run; `at` in milliseconds from its beginning. */
export type TraceEvent = { readonly at: number } & (
  | { readonly kind: "attempt"; readonly attempt: number }
  | { readonly kind: "returned"; readonly attempt: number; readonly value?: unknown }
  | { readonly kind: "failed"; readonly attempt: number; readonly error: ErrorRecord }
  | ({ readonly kind: "asked"; readonly option: string; readonly wallNow?: number } & Answer)
  | { readonly kind: "drawn"; readonly draw?: number; readonly threw?: ErrorRecord }
  | { readonly kind: "retry"; readonly delay: number; readonly from: "schedule" | "hint" }
  /** A wait or a time limit was over. */
  | { readonly kind: "timer" }
  /** The caller left; `inside` says what was being called at that moment, where something was. */
  | { readonly kind: "abort"; readonly error: ErrorRecord; readonly inside?: "operation" | "function" }
  | {
      readonly kind: "end";
      readonly reason: StopReason | "value";
      readonly attempts: number;
      readonly error?: ErrorRecord;
    }
);

/** A run as data that JSON can carry: what it was made of, and what happened in it, in order. */
export interface Trace {
  readonly format: "ostinato-trace";
  readonly version: 1;
  readonly policy: PolicyTrace;
  /** The wall clock when it began, in epoch milliseconds. */
  readonly wallNow: number;
  readonly events: readonly TraceEvent[];
}

/** So many events a trace holds at most; what follows is not recorded. */
export const MOST_EVENTS = 100_000;

/** Whether an event comes from outside: it moves a run, and is not its answer. */
export const isStimulus = ({ kind }: TraceEvent): boolean =>
  kind === "returned" || kind === "failed" || kind === "timer" || kind === "abort";

/** Whether there is an event, and it comes from outside. */
export const isOutside = (event: TraceEvent | undefined): boolean => event !== undefined && isStimulus(event);

/** How the run of a trace ended, or undefined where it had not. */
export function endOf({ events }: Trace): (TraceEvent & { readonly kind: "end" }) | undefined {
  const last = events.at(-1);
  return last?.kind === "end" ? last : undefined;
}
