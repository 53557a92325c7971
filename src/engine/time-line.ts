import { surface } from "./alone.ts";
import type { Bed } from "./bed.ts";
import { finiteDelay } from "./finite-delay.ts";
import { Sleeper } from "./sleeper.ts";
import { sleepers } from "./sleepers.ts";

/** The longest delay that a timer takes; a longer sleep goes in hops. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** A timer that is armed. */
export interface Alarm {
  /** Disarms it. */
  readonly stop: () => void;
  /** Says whether it keeps the process alive. */
  readonly keepAlive: (keep: boolean) => void;
  /** By how many milliseconds it may ring early and still go with the readings. */
  readonly slack: number;
}

/** An alarm and what it is armed for: the time of a sleeper, and that at which it rings, if it does not err. */
interface Armed extends Alarm {
  readonly serves: number;
  readonly due: number;
  /** Whether it keeps the process alive, once that has been said. */
  kept: boolean | undefined;
}

/** What a time line is made of: something that reads time and something that makes timers. */
export interface TimeSource {
  /** Milliseconds on any scale. */
  readonly read: () => number;
  /** Arms a timer that rings once. */
  readonly arm: (delay: number, ring: () => void) => Alarm;
}

/** Any number of sleepers, woken by one timer. */
export interface TimeLine {
  /** Milliseconds, never less than `floor`. */
  readonly now: (floor: number) => number;
  /** Runs something once, not before the delay has passed; answers with what takes it back. */
  readonly schedule: (delay: number, run: () => void, unref?: boolean) => () => void;
}

/** A time line in which sleepers also lie as they are. */
export interface SharedBed extends TimeLine, Bed {
  readonly lieDown: (sleeper: Sleeper, delay: number, unref?: boolean) => void;
}

/**
 * It takes what timers get wrong on itself: delays beyond 2^31 − 1 ms, timers that ring early, and timers that a test has
 * faked without faking the readings.
 */
export function timeLine({ read, arm }: TimeSource): SharedBed {
  const queue = sleepers();
  let alarm: Armed | undefined;
  let ringing = false;
  let latest = -Infinity;
  let passed = 0;
  let lead = 0;

  const time = (): number => (latest = Math.max(latest, read() + passed));
  const armed = (serves: number, begun: number): Armed => {
    const delay = Math.min(wholeMillis(begun, serves), LONGEST_TIMER);
    const made: Armed = { serves, due: begun + delay, kept: undefined, ...arm(delay, () => rung(made)) };
    return made;
  };
  /** Arms the alarm for who wakes first, and says whether it keeps the process alive. */
  const attend = (soonest: number, now?: number): void => {
    if (ringing) return;
    if (alarm !== undefined && (queue.size() === 0 || soonest < alarm.serves)) {
      alarm.stop();
      alarm = undefined;
    }
    if (queue.size() === 0) return;
    alarm ??= armed(soonest, now ?? time());
    const kept = queue.referenced() > 0;
    if (alarm.kept !== kept) alarm.keepAlive((alarm.kept = kept));
  };
  const rung = ({ due, slack }: Armed): void => {
    alarm = undefined;
    const early = due - time();
    // Further than a timer ever errs: timers are faked and the readings are not, so the armed delay counts as passed.
    if (early > slack) passed += early;
    const reached = time();
    const issued = queue.issued();
    ringing = true;
    for (let next = queue.first(reached); next && next.order < issued; next = queue.first(reached)) {
      queue.remove(next);
      woken(next);
    }
    ringing = false;
    attend(queue.soonest());
  };

  const lieDown = (sleeper: Sleeper, delay: number, unref?: boolean): void => {
    // One reading for both: where the readings are not those of the timers, what passes between two would be lost.
    const begun = time();
    queue.enter(sleeper, begun + finiteDelay(delay), unref);
    attend(sleeper.due, begun);
  };
  const leave = (sleeper: Sleeper): void => {
    queue.remove(sleeper);
    sleeper.forget();
    attend(Infinity);
  };
  /** Bound to each sleeper, for a closure with its scope would take more than the sleeper. */
  function takeBack(this: Sleeper): void {
    leave(this);
  }

  return {
    now: (floor) => {
      const reached = time();
      // Time has gone on elsewhere meanwhile. Sleepers are not told: their delays are this line's own. By whole milliseconds,
      // so that a faked time without fractions stays one.
      if (reached + lead < floor) lead = Math.ceil(floor - reached);
      return Math.max(reached + lead, floor);
    },
    schedule: (delay, run, unref) => {
      const sleeper = new Sleeper(run);
      lieDown(sleeper, delay, unref);
      return takeBack.bind(sleeper);
    },
    lieDown,
    leave,
  };
}

/** The whole milliseconds from one moment to another, rounded upward, but not for what a double adds to a sum. */
function wholeMillis(from: number, to: number): number {
  return to <= from ? 0 : Math.max(1, Math.ceil(to - from - to * 2 ** -50));
}

function woken(sleeper: Sleeper): void {
  try {
    sleeper.run();
  } catch (error) {
    surface(error);
  }
}
