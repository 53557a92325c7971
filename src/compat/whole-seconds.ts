import { draw } from "../core/random.ts";
import type { Schedule } from "../core/schedule.ts";
import { shaped } from "../core/shape.ts";

/**
 * Full jitter as Celery draws it: a whole number of seconds from 0 to the delay, both included, each as likely as the other.
 *
 * Source: Celery 5.6, `celery/utils/time.py`, `get_exponential_backoff_interval`: `random.randrange(countdown + 1)`.
 */
export function wholeSecondJitter(source: Schedule): Schedule {
  const most = (retry: number): number => Math.floor(source.bounds(retry).max / 1_000);
  const range = (retry: number): { min: number; max: number } => ({ min: 0, max: most(retry) * 1_000 });
  const drawn = (retry: number, u: number): number => Math.min(most(retry), Math.floor(u * (most(retry) + 1)));
  return shaped(
    `celery ${source.name}, full jitter in whole seconds`,
    range,
    {
      range: ({ retry }) => range(retry),
      place: ({ retry }, u) => (most(retry) === 0 ? u : drawn(retry, u) / most(retry)),
    },
    ({ retry }, random) => drawn(retry, draw(random)) * 1_000,
  );
}
