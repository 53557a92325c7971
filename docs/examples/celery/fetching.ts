import { anyOf, cap, exponential, formatMillis, fullJitter, onError, schedule } from "ostinato";
import { isNetworkError, isRetryableStatus } from "ostinato/http";
import { flaky, stage } from "./stage.ts";

/** An answer that is no success. */
class StatusError extends Error {
  override readonly name = "StatusError";
  readonly status: number;

  constructor(status: number) {
    super(`HTTP ${status}`);
    this.status = status;
  }
}

class SlowAnswerError extends Error {
  override readonly name = "SlowAnswerError";
}

const passing = onError(StatusError, ({ status }) => isRetryableStatus(status));
const offline = new TypeError("fetch failed");

/** 002-1: two kinds of errors, a backoff with a cap and jitter, the attempt in the log, the attempts in the result. */
export async function fetchApiData() {
  const { app, clock } = stage();
  const log: string[] = [];
  const request = flaky([new StatusError(503), offline], (url: string) => ({ from: url }));
  const fetchData = app.task(
    "fetch-data",
    async ({ attempt, attempts }, url: string) => {
      log.push(`fetching ${url} (attempt ${attempt} of ${attempts})`);
      return { url, data: await request(url), attempts: attempt };
    },
    {
      policy: {
        retryIf: anyOf(passing, isNetworkError),
        schedule: schedule(exponential("1s"), cap("10m"), fullJitter),
        attempts: 6,
      },
      onRetry: ({ attempt, error, delay }) =>
        log.push(`attempt ${attempt} failed with ${String(error)}; again in ${formatMillis(delay)}`),
    },
  );
  app.worker().start();
  const result = await fetchData.delay("https://api.example.org/data");
  return { value: await clock.runUntil(result.get({ timeout: "1m" })), log };
}

/** 004-5: two kinds of errors are tried again; a third is not, and ends the task at its first attempt. */
export async function twoKindsOfErrors() {
  const { app, clock, log } = stage();
  const request = flaky([offline, new SlowAnswerError("10s"), new RangeError("a bug")], () => "never");
  const call = app.task("call", () => request(), {
    policy: {
      retryIf: anyOf(isNetworkError, onError(SlowAnswerError)),
      schedule: schedule(exponential("1s"), cap("10m"), fullJitter),
      attempts: 6,
    },
  });
  app.worker().start();
  await call.delay();
  await clock.runUntil(app.idle());
  return log;
}

/** 004-6: from one minute up to an hour, ten retries; an answer that says "no such thing" is none of the three kinds. */
export async function threeKindsOfErrors() {
  const { app, clock, log } = stage();
  const failures = [offline, new SlowAnswerError("30s"), new StatusError(502), new StatusError(404)];
  const request = flaky(failures, () => "never");
  const call = app.task("call", () => request(), {
    policy: {
      retryIf: anyOf(isNetworkError, onError(SlowAnswerError), passing),
      schedule: schedule(exponential("1m"), cap("1h"), fullJitter),
      attempts: 11,
    },
  });
  app.worker().start();
  await call.delay();
  await clock.runUntil(app.idle());
  return log;
}
