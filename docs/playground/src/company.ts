import { fullJitter, type Schedule, schedule } from "ostinato/schedule";

/** A schedule as it is for many: each client draws for itself, or all draw alike, which is no jitter. */
export interface Company {
  readonly apart: Schedule;
  readonly alike: Schedule;
  /** Whether the schedule itself has the jitter; if not, `apart` is given one to compare with. */
  readonly hasJitter: boolean;
}

const LOOKED_AT = 30;

export function companyOf(own: Schedule): Company {
  const hasJitter = Array.from({ length: LOOKED_AT }, (_, index) => own.bounds(index + 1)).some(
    ({ min, max }) => min < max,
  );
  return hasJitter
    ? { apart: own, alike: drawnAlike(own), hasJitter }
    : { apart: schedule(own, fullJitter), alike: own, hasJitter };
}

/** Every draw is ½, so that the average stays and the spread goes. */
const drawnAlike = (own: Schedule): Schedule => ({
  name: `${own.name}, drawn alike`,
  delay: (step) => own.delay(step, () => 0.5),
  bounds: own.bounds,
});
