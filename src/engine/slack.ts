import { InvalidOptionError } from "../core/invalid-option.ts";
import { bedsOf, type LieDown, withBeds } from "./bed.ts";
import { type Clock, CLOCK, isClock, partOf } from "./clock.ts";
import { finiteDelay } from "./finite-delay.ts";

/**
 * A clock on which each wait may last longer by a part of its delay, never shorter: those that end about the same time wake
 * together, which costs less. Limits are waits too.
 *
 * @param clock whose time it is
 * @param slack that part, from 0 to 1: with 1/64, a wait of ten minutes ends up to 9.4 s late, and one of 50 ms to the millisecond
 * @throws InvalidOptionError for a slack that is no such number, or for what is no clock
 * @example
 * ```ts
 * import { fixed, retry, systemClock, withSlack } from "ostinato";
 *
 * const clock = withSlack(systemClock, 1 / 64);
 * await retry(() => "done", { schedule: fixed("10m") }, { clock }); // => "done"
 * ```
 */
export function withSlack(clock: Clock, slack: number): Clock {
  if (!isClock(clock)) throw new InvalidOptionError("clock", CLOCK, clock);
  if (!(typeof slack === "number" && slack >= 0 && slack <= 1))
    throw new InvalidOptionError("slack", "a number from 0 to 1", slack);
  /** The delay after which the next instant comes that many share: a multiple of a power of two. */
  const stretched = (delay: number): number => {
    const room = finiteDelay(delay) * slack;
    if (room < 1) return delay;
    const grain = 2 ** Math.floor(Math.log2(room));
    const due = clock.now() + delay;
    return delay + Math.max(0, Math.ceil(due / grain) * grain - due);
  };
  const lieDown: LieDown = (sleeper, delay, unref) => bedsOf(clock)?.(sleeper, stretched(delay), unref);
  const [turn, note] = [partOf(clock, "turn"), partOf(clock, "note")];
  return {
    now: () => clock.now(),
    wallNow: () => clock.wallNow(),
    schedule: withBeds((delay, run, unref) => clock.schedule(stretched(delay), run, unref), lieDown),
    ...(turn !== undefined && { turn: turn.bind(clock) }),
    ...(note !== undefined && { note: note.bind(clock) }),
  };
}
