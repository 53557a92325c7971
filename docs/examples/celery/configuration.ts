import { cap, exponential, fixed, formatMillis, fullJitter, onError, schedule } from "ostinato";
import { isNetworkError } from "ostinato/http";
import type { AppOptions, TaskOptions } from "ostinato/tasks";
import { stage, TemporaryError } from "./stage.ts";

/** All that a task can say of itself, its hooks left out. Nothing of it is needed. */
const everyOption = {
  queue: "reports",
  policy: {
    attempts: 6,
    schedule: schedule(exponential("1s"), cap("10m"), fullJitter),
    totalTimeout: "2h",
    retryIf: onError(TemporaryError),
    retryResult: (rows: number) => rows === 0,
    delayHint: () => undefined,
    routes: [[isNetworkError, { attempts: 3, schedule: fixed("1s") }]],
  },
  publish: { attempts: 5, schedule: exponential("100ms"), totalTimeout: "10s" },
  softTimeLimit: "50s",
  timeLimit: "1m",
  expires: "1d",
  priority: 3,
  dedupe: ([day]: readonly [day: string]) => `report of ${day}`,
  around: (_ctx, next) => next(),
} satisfies TaskOptions<[day: string], number>;

/** What is said of options that Python would take, and not heed. */
function refusal(options: object): string {
  try {
    stage().app.task("wrong", () => 1, options);
    return "accepted";
  } catch (error) {
    return (error as Error).message;
  }
}

/** 002-11: a task that says all of it; an option that does not exist is refused where it is written. */
export async function everyOptionAtOnce() {
  const { app, clock, log } = stage();
  const rows = [0, 12];
  const report = app.task("report", (_ctx, _day: string) => rows.shift()!, everyOption);
  app.worker().start();
  const [first, second] = [await report.delay("monday"), await report.delay("monday")];
  await clock.runUntil(app.idle());
  const refused = [{ max_retries: 3 }, { retry_backoff: true }, { policy: { attempts: "3" } }].map(refusal);
  return { log, rows: [await first.get(), await second.get()], refused };
}

/** What holds for tasks that other people have written: by their names, and for all. */
const configuration: AppOptions = {
  defaults: { policy: { attempts: 2, schedule: fixed("1m") } },
  overrides: {
    "*": { policy: { attempts: 3 } },
    "fetch-data": { policy: { attempts: 4, schedule: fixed("1s") } },
  },
};

/** 002-12: the nearest that says something is heard: the call, the task, its name, the star, the app. */
export async function fromTheFarToTheNear() {
  const { app, clock } = stage(configuration);
  const waits: Record<string, string[]> = {};
  app.on("retry", ({ id, delay }) => void (waits[id] ??= []).push(formatMillis(delay)));
  const failing = () => Promise.reject(new TemporaryError("busy"));
  const other = app.task("other", failing);
  const fetchData = app.task("fetch-data", failing);
  const own = app.task("own", failing, { policy: { schedule: fixed("5s") } });
  app.worker().start();
  await other.enqueue({ id: "by the star" });
  await fetchData.enqueue({ id: "by its name" });
  await own.enqueue({ id: "by the task" });
  await own.enqueue({ id: "by the call", policy: { attempts: 2 } });
  await clock.runUntil(app.idle());
  return waits;
}
