import { onAbort } from "../engine/abort.ts";
import type { Clock } from "../engine/clock.ts";
import { permanent, TimeoutError } from "../policy/errors.ts";
import { failureOf } from "./command-failure.ts";
import type { Child, ChildEnd, World } from "./world.ts";

/** How long a child may take to end when it is asked to, in milliseconds. */
const GRACE = 5_000;

/** A command that is run any number of times, one child after the other. */
export interface Runner {
  /** Runs it once; settles when the child is gone. */
  readonly attempt: (signal: AbortSignal) => Promise<void>;
  /** Sends a signal to the child, where there is one. */
  readonly pass: (signal: NodeJS.Signals) => void;
  /** Waits for the child to end, where there is one. */
  readonly ended: () => Promise<ChildEnd | undefined>;
}

/**
 * A runner of a command.
 *
 * @param limit how many milliseconds one child may take. It is not the policy's `attemptTimeout`, which gives an attempt up
 * at once: the next child would start while this one is still dying.
 */
export function runner([command = "", ...args]: readonly string[], limit: number, { spawn, clock }: World): Runner {
  let child: Child | undefined;
  const attempt = async (signal: AbortSignal): Promise<void> => {
    child = spawn(command, args);
    const { end, expired } = await followed(child, limit, signal, clock);
    child = undefined;
    if (expired) throw new TimeoutError("ATTEMPT_TIMEOUT", limit);
    const failure = failureOf(end, command);
    if (failure !== undefined) throw end.kind === "unstartable" ? permanent(failure) : failure;
  };
  return { attempt, pass: (signal) => child?.kill(signal), ended: async () => child?.ended };
}

/** A child's end, which the limit or the attempt's signal may hasten: first by SIGTERM, after a grace by SIGKILL. */
async function followed(
  child: Child,
  limit: number,
  signal: AbortSignal,
  clock: Clock,
): Promise<{ readonly end: ChildEnd; readonly expired: boolean }> {
  let over = false;
  let expired = false;
  const releases: (() => void)[] = [];
  const stop = (): void => {
    child.kill("SIGTERM");
    releases.push(clock.schedule(GRACE, () => child.kill("SIGKILL")));
  };
  const expire = (): void => {
    if (over) return;
    expired = true;
    stop();
  };
  // An end that waits to be heard when the event loop has stalled is heard before the limit.
  const timer = (): void => (clock.turn === undefined ? expire() : clock.turn(expire));
  if (limit < Infinity) releases.push(clock.schedule(limit, timer));
  // The caller's own signal is passed on as it came; only the deadline is ours to enforce.
  releases.push(onAbort(signal, () => signal.reason instanceof TimeoutError && stop()));
  const end = await child.ended;
  over = true;
  for (const release of releases) release();
  return { end, expired };
}
