import type { Clock } from "../engine/clock.ts";

/** The two time limits of an attempt, which may be set anew while it runs. */
export interface TimeLimits {
  /** Sets them, in milliseconds from now; `Infinity` for none. */
  readonly set: (soft: number, hard: number) => void;
  /** Milliseconds until the hard one. */
  readonly left: () => number;
  readonly stop: () => void;
}

/**
 * Timers for the limits of an attempt.
 *
 * @param passed told of the limit that has passed, and how long it was
 */
export function timeLimits(clock: Clock, passed: (kind: "soft" | "hard", limit: number) => void): TimeLimits {
  const cancels = new Map<string, () => void>();
  let end = Infinity;
  const arm = (kind: "soft" | "hard", limit: number): void => {
    cancels.get(kind)?.();
    cancels.delete(kind);
    if (limit === Infinity) return;
    const tell = (): void => {
      if (cancels.delete(kind)) passed(kind, limit);
    };
    // An answer that waits in a socket when the event loop has stalled still gets one turn to be heard.
    cancels.set(
      kind,
      clock.schedule(limit, () => (clock.turn === undefined ? tell() : clock.turn(tell))),
    );
  };
  return {
    set: (soft, hard) => {
      end = clock.now() + hard;
      arm("soft", soft);
      arm("hard", hard);
    },
    left: () => end - clock.now(),
    stop: () => {
      for (const cancel of cancels.values()) cancel();
      cancels.clear();
    },
  };
}
