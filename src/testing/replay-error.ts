import { formatMillis } from "../core/duration.ts";

/** Thrown by `replay` at the first difference: what was recorded, and what came instead. */
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
