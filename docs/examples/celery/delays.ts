import { exponential, fixed, formatMillis, type Schedule, schedule, spread } from "ostinato";
import { isNetworkError } from "ostinato/http";
import type { AppOptions, TaskContext, TaskPolicy } from "ostinato/tasks";
import { stage, TemporaryError } from "./stage.ts";

/** Runs a task that fails at every attempt to its end: the delays between its attempts. */
async function waits(
  run: (ctx: TaskContext) => never,
  policy?: TaskPolicy<never>,
  options?: Omit<AppOptions, "clock">,
) {
  const { app, clock } = stage(options);
  const delays: string[] = [];
  app.on("retry", ({ delay }) => delays.push(formatMillis(delay)));
  const task = app.task("work", run, { policy });
  app.worker().start();
  await task.delay();
  await clock.runUntil(app.idle());
  return delays;
}

const offline = (): never => {
  throw new TypeError("fetch failed");
};

/** 002-8: quick, for what passes quickly. */
export const quick = () => waits(offline, { attempts: 4, schedule: exponential("2s"), retryIf: isNetworkError });

/** 002-9: slow, for an API that counts calls. */
export const slow = () => waits(offline, { attempts: 11, schedule: fixed("5m"), retryIf: isNetworkError });

/** A task that asks for its retry itself and leaves the delay to its policy. */
const asking = ({ retry }: TaskContext): never => {
  throw retry({ error: new TemporaryError("busy") });
};

/** 004-1: what holds where nobody says otherwise is the app's to say; three minutes, as in Celery. */
export const threeMinutes = () =>
  waits(asking, undefined, { defaults: { policy: { attempts: 4, schedule: fixed("3m") } } });

/** 004-2: a minute each time. */
export const oneMinute = () => waits(asking, { attempts: 6, schedule: fixed("60s") });

/** 004-3: 1, 2, 4, 8 and 16 minutes. What a task asks for itself uses the backoff of its policy. */
export const doublingMinutes = () => waits(asking, { attempts: 6, schedule: exponential("60s") });

/** A minute and up to a tenth more: of 66 seconds at most an eleventh is taken away. */
const upToATenth: Schedule = schedule(exponential("66s"), spread(1 / 11));

/** 004-4: a delay and up to a tenth more, so that no two come together; here with the least draw, and with the middle one. */
export const upToATenthMore = async () => ({
  least: await waits(asking, { attempts: 6, schedule: upToATenth }, { random: () => 0 }),
  middle: await waits(asking, { attempts: 6, schedule: upToATenth }),
});
