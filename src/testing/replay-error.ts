import { formatMillis } from "../core/duration.ts";

/**
 * Thrown by `replay` at the first difference: what was recorded, and what came instead.
 *
 * @example
 * ```ts
 * import { fixed, policy, settle } from "ostinato";
 * import { recorder, replay, ReplayError } from "ostinato/testing";
 *
 * const tape = recorder();
 * await settle(() => Promise.reject(new Error("busy")), { attempts: 2, schedule: fixed("1ms") }, { trace: tape });
 * const other = await replay(tape.toJSON(), policy({ attempts: 2, schedule: fixed("2ms") })).catch((error) => error);
 * other instanceof ReplayError; // => true
 * ```
 */
export class ReplayError extends Error {
  override readonly name = "ReplayError";
  readonly code = "REPLAY_DIFFERENCE";
  /** The place of the event in the trace, from 0. */
  readonly index: number;
  /** When it was, in milliseconds from the beginning of the run. */
  readonly at: number;
  /** What was recorded. */
  readonly recorded: string;
  /** What came instead. */
  readonly came: string;

  constructor(index: number, at: number, recorded: string, came: string) {
    super(
      `The replay differs at event ${index}, ${formatMillis(at)} into the run: recorded was ${recorded}, but ${came}`,
    );
    this.index = index;
    this.at = at;
    this.recorded = recorded;
    this.came = came;
  }
}
