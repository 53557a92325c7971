import { type LieDown, withBeds } from "./bed.ts";
import type { Clock } from "./clock.ts";
import { type SharedBed, timeLine, type TimeSource } from "./time-line.ts";
import { turn } from "./turn.ts";

/** Timers as they are at the moment of asking. */
export interface Timers {
  readonly isGenuine: () => boolean;
  /** What reads the time that goes with them, where there is any. */
  readonly timeTold: () => (() => number) | undefined;
  /** What makes them. */
  readonly maker: () => object;
  /** They and their time, for as long as something sleeps by them. */
  readonly source: () => TimeSource;
}

/**
 * The clock of the machine: any number of sleepers, woken by one timer of RxJS's `asyncScheduler`; monotonic.
 *
 * Whoever replaces the timers begins a time line of its own, so that a test with fake timers neither wakes nor wedges what
 * sleeps for real, nor the other way round.
 */
export function machineClock({ isGenuine, timeTold, maker, source }: Timers): Clock {
  const platform = timeLine(source());
  let replaced = platform;
  let replacer: object | undefined;
  let dates: DateConstructor | undefined;
  let latest = 0;

  const current = (): SharedBed => {
    if (isGenuine()) return platform;
    const latestMaker = maker();
    // Some fakes make their timers with one function for ever; their dates tell one use from the next.
    if (latestMaker !== replacer || Date !== dates) replaced = timeLine(source());
    replacer = latestMaker;
    dates = Date;
    return replaced;
  };

  const schedule: Clock["schedule"] = (delay, run, unref) => {
    if (timeTold() !== undefined) return current().schedule(delay, run, unref);
    // Nothing tells how far faked timers have come, so each sleeper has one of its own to go by.
    const own = timeLine(source());
    const keepUp = (): void => void (latest = own.now(latest));
    keepUp();
    return own.schedule(delay, () => (keepUp(), run()), unref);
  };
  const lieDown: LieDown = (sleeper, delay, unref) => {
    if (timeTold() === undefined) return undefined;
    const line = current();
    line.lieDown(sleeper, delay, unref);
    return line;
  };

  return {
    now: () => (latest = current().now(latest)),
    wallNow: () => Date.now(),
    schedule: withBeds(schedule, lieDown),
    turn,
  };
}
