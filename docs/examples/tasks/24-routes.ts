// Different failures, different schedules, one total.
import { exponential, fullJitter, onError, retry, schedule } from "ostinato";
import { isNetworkError, retryAfter } from "ostinato/http";
import { virtualClock } from "ostinato/testing";

class HttpError extends Error {
  readonly status: number;

  constructor(status: number) {
    super(`HTTP ${status}`);
    this.status = status;
  }
}

const broken = Object.assign(new Error("socket hang up"), { code: "ECONNRESET" });
const failures = [broken, new HttpError(429), broken, new HttpError(429)];
async function load(id: number): Promise<string> {
  const failure = failures.shift();
  if (failure !== undefined) throw failure;
  return `user ${id}`;
}

const clock = virtualClock();
const waits: number[] = [];
const run = retry(
  () => load(7),
  {
    attempts: 8, // in all
    routes: [
      [
        onError(HttpError, (error) => error.status === 429),
        { attempts: 3, schedule: exponential("5s"), delayHint: retryAfter({ atMost: "2m" }) },
      ],
      [isNetworkError, { attempts: 6, schedule: schedule(exponential("50ms"), fullJitter) }],
    ],
    onRetry: ({ delay }) => void waits.push(delay),
  },
  { clock, random: () => 0.5 },
);

console.log(await clock.runUntil(run)); // => user 7
console.log(waits.join(", ")); // => 25, 5000, 50, 10000
