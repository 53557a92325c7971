import type { Clock } from "./clock.ts";
import type { Sleeper } from "./sleeper.ts";

/** Where sleepers lie. */
export interface Bed {
  /** Takes back one that lies here. */
  readonly leave: (sleeper: Sleeper) => void;
}

/**
 * Puts a sleeper to sleep as it is; answers with where it lies, or with nothing where it was not taken.
 *
 * @throws InvalidOptionError for anything but finite milliseconds ≥ 0
 */
export type LieDown = (sleeper: Sleeper, delay: number, unref?: boolean) => Bed | undefined;

const BEDS = Symbol("beds");

/** What the `schedule` of a clock of ours bears, and whose it is: a wrapper may copy what it finds on a function. */
interface Bearer {
  [BEDS]?: { readonly of: unknown; readonly lieDown: LieDown };
}

/** Lets a `schedule` also take sleepers as they are, so that none needs a function to be taken back with. */
export function withBeds<Schedule extends Clock["schedule"]>(schedule: Schedule, lieDown: LieDown): Schedule {
  (schedule as Bearer)[BEDS] = { of: schedule, lieDown };
  return schedule;
}

/** How sleepers lie down by a clock, if they can. */
export function bedsOf(clock: Pick<Clock, "schedule">): LieDown | undefined {
  const { schedule }: { readonly schedule: unknown } = clock;
  const beds = (schedule as Bearer)[BEDS];
  return beds !== undefined && beds.of === schedule ? beds.lieDown : undefined;
}
