import type { Clock } from "ostinato";
import { type VirtualClock, virtualClock } from "ostinato/testing";

/** Virtual time, and a clock in it whose wall clock can jump. */
export interface Jumping {
  readonly virtual: VirtualClock;
  readonly clock: Clock;
  readonly jump: (by: number) => void;
}

/** A clock that has not jumped yet. */
export function jumpingClock(): Jumping {
  const virtual = virtualClock({ wallNow: 1_700_000_000_000 });
  let jumped = 0;
  const clock: Clock = {
    now: () => virtual.now(),
    wallNow: () => virtual.wallNow() + jumped,
    schedule: (delay, run) => virtual.schedule(delay, run),
  };
  return { virtual, clock, jump: (by) => void (jumped += by) };
}
