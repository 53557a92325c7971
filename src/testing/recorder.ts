import { isFunction, optionsOf } from "../core/options.ts";
import type { RunParts, TraceSink } from "../engine/trace.ts";
import { isCount } from "../policy/count.ts";
import type { ErrorRecord } from "./error-record.ts";
import { keepingOf } from "./keeping.ts";
import { policyTrace } from "./policy-trace.ts";
import { recordedRun } from "./recorded-run.ts";
import { timelineOf } from "./timeline.ts";
import { endOf, MOST_EVENTS, type Trace, type TraceEvent } from "./trace.ts";

/** What a recorder keeps. */
export interface RecorderOptions {
  /**
   * What to keep of an error: given its name, code and message, and the error itself, it answers with what is stored. It may
   * add `details` for the replay. Where it fails, nothing of the error is stored.
   */
  readonly redact?: ((record: ErrorRecord, error: unknown) => ErrorRecord) | undefined;
  /** What to keep of a result, as JSON; nothing unless given. */
  readonly value?: ((value: unknown) => unknown) | undefined;
  /** How many runs are kept, the latest; 1 000 unless given. */
  readonly runs?: number | undefined;
}

/** What goes into the third argument of `retry` as `trace`, and has the run afterwards. */
export interface Recorder extends TraceSink {
  /** The traces of the runs, in the order in which they began; runs at the same time are kept apart. */
  readonly traces: readonly Trace[];
  /** The one run as a picture, as far as it has come. Throws a `TraceError` unless it is one run. */
  readonly timeline: string;
  /** The one run's trace, for JSON. Throws a `TraceError` unless it is one run. */
  toJSON(): Trace;
}

/**
 * A recorder was asked for its run, and has none, or several.
 *
 * @example
 * ```ts
 * import { recorder, TraceError } from "ostinato/testing";
 *
 * try {
 *   recorder().toJSON();
 * } catch (error) {
 *   error instanceof TraceError && error.code; // => "NO_RUN"
 * }
 * ```
 */
export class TraceError extends Error {
  override readonly name = "TraceError";
  readonly code: "NO_RUN" | "SEVERAL_RUNS";

  constructor(runs: number) {
    const what = runs === 0 ? "has recorded no run" : `has recorded ${runs} runs: take one of its traces`;
    super(`The recorder ${what}`);
    this.code = runs === 0 ? "NO_RUN" : "SEVERAL_RUNS";
  }
}

/**
 * Records runs, so that they can be replayed: the policy's data, the draws, what came of each attempt, the answers of the policy's
 * functions, and when. Of errors it keeps name, code and message, of results nothing, of arguments nothing.
 *
 * A run goes as it would without it. What happens after its end, and after 100 000 events, is not recorded.
 *
 * @throws InvalidOptionError for options that cannot be used
 * @example
 * ```ts
 * import { fixed, retry } from "ostinato";
 * import { recorder, virtualClock } from "ostinato/testing";
 *
 * const tape = recorder();
 * const clock = virtualClock();
 * const failing = () => Promise.reject(new Error("busy"));
 * await clock.runUntil(retry(failing, { schedule: fixed("1s") }, { clock, trace: tape }).catch(() => {}));
 * tape.timeline; // => "x 1s x 1s x (attempts)"
 * ```
 */
export function recorder(options: RecorderOptions = {}): Recorder {
  const read = optionsOf(options, "recorder", ["redact", "value", "runs"]);
  const runs = read<number>("runs", "a whole number ≥ 1", (value) => isCount(value) && value !== Infinity) ?? 1_000;
  const redact = read<(record: ErrorRecord, error: unknown) => ErrorRecord>("redact", "a function", isFunction);
  const value = read<(value: unknown) => unknown>("value", "a function", isFunction);
  const keep = keepingOf(redact, value);
  const tapes: { readonly trace: Trace; readonly events: TraceEvent[] }[] = [];
  const only = (): Trace => {
    if (tapes.length !== 1) throw new TraceError(tapes.length);
    return tapes[0]!.trace;
  };
  return {
    get traces() {
      return tapes.map(({ trace }) => copied(trace));
    },
    get timeline() {
      return timelineOfTrace(only());
    },
    toJSON: () => copied(only()),
    begin: <T>(parts: RunParts<T>): RunParts<T> => {
      const events: TraceEvent[] = [];
      const note = (event: TraceEvent): void => {
        const over = events.length === MOST_EVENTS || events.at(-1)?.kind === "end";
        if (!over) events.push(event);
      };
      const trace: Trace = {
        format: "ostinato-trace",
        version: 1,
        policy: policyTrace(parts.policy),
        wallNow: parts.clock.wallNow(),
        events,
      };
      tapes.push({ trace, events });
      if (tapes.length > runs) tapes.shift();
      return recordedRun(parts, note, keep);
    },
  };
}

/** A trace as a picture. */
function timelineOfTrace(trace: Trace): string {
  const delays = trace.events.flatMap((event) => (event.kind === "retry" ? [event.delay] : []));
  const end = endOf(trace);
  if (end === undefined) return timelineOf(delays, undefined);
  const { reason, attempts } = end;
  return timelineOf(delays, reason === "value" ? { ok: true, attempts } : { ok: false, attempts, reason });
}

/** A copy that does not grow. */
const copied = (trace: Trace): Trace => ({ ...trace, events: [...trace.events] });
