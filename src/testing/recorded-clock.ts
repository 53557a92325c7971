import type { Clock } from "../engine/clock.ts";

/** The clock, which tells of every wait and limit that is over and has not been taken back. */
export function recordedClock(clock: Clock, read: () => number, over: () => void): Clock {
  let ringing: { back: boolean } | undefined;
  return {
    now: read,
    wallNow: () => clock.wallNow(),
    schedule: (delay, run, unref) => {
      const timer = { back: false };
      const ring = (): void => {
        ringing = timer;
        run();
        // Where the limit grants a turn, it is over when the turn is.
        if (ringing === timer) over();
        ringing = undefined;
      };
      const cancel = clock.schedule(delay, ring, unref);
      return () => {
        timer.back = true;
        cancel();
      };
    },
    ...(clock.turn !== undefined && {
      turn: (run, unref) => {
        const timer = ringing;
        ringing = undefined;
        const after = (): void => {
          if (timer?.back !== true) over();
          run();
        };
        clock.turn!(after, unref);
      },
    }),
    ...(clock.note !== undefined && { note: (what) => clock.note!(what) }),
  };
}
