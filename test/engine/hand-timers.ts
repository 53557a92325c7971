import type { TimeSource } from "../../src/engine/time-line.ts";

/** An alarm that waits to ring. */
interface Armed {
  readonly at: number;
  readonly delay: number;
  readonly ring: () => void;
  kept: boolean | undefined;
}

/** Timers turned by hand, which err as they are told to. */
export interface HandTimers extends TimeSource {
  /** What is armed at this moment. */
  readonly armed: readonly Armed[];
  /** Every delay that was ever armed. */
  readonly delays: readonly number[];
  /** Moves time on, ringing what falls due on the way. */
  readonly pass: (millis: number) => void;
  /** What the clock reads. */
  readonly now: () => number;
}

/** How hand-turned timers err. */
export interface Faults {
  /** By how many milliseconds an alarm rings too early. */
  readonly early?: (delay: number) => number;
  /** Whether the readings stand while the timers run, as when a test fakes only timers. */
  readonly standing?: boolean;
  /** By how much it may err and still be believed, as the time line is told. */
  readonly slack?: number;
}

export function handTimers({ early = () => 0, standing = false, slack = 5 }: Faults = {}): HandTimers {
  const armed: Armed[] = [];
  const delays: number[] = [];
  let time = 0;

  const due = (limit: number): Armed | undefined => {
    const [first] = armed.toSorted((a, b) => a.at - b.at);
    return first !== undefined && first.at <= limit ? first : undefined;
  };
  const disarm = (alarm: Armed): void => {
    const place = armed.indexOf(alarm);
    if (place >= 0) armed.splice(place, 1);
  };

  return {
    armed,
    delays,
    now: () => time,
    read: () => (standing ? 0 : time),
    arm: (delay, ring) => {
      const alarm: Armed = { at: time + delay - early(delay), delay, ring, kept: undefined };
      delays.push(delay);
      armed.push(alarm);
      return { stop: () => disarm(alarm), keepAlive: (keep) => void (alarm.kept = keep), slack };
    },
    pass: (millis) => {
      const target = time + millis;
      for (let next = due(target); next !== undefined; next = due(target)) {
        disarm(next);
        time = Math.max(time, next.at);
        next.ring();
      }
      time = target;
    },
  };
}
