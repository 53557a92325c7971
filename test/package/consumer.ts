/** What a package that uses this one compiles, and runs, with nothing but the packed files. */
import {
  cap,
  exponential,
  fullJitter,
  onError,
  policy,
  type PolicyOptions,
  retry,
  retryable,
  schedule,
  settle,
  wrap,
} from "ostinato";
import { isNetworkError, retryAfter } from "ostinato/http";
import { retryBackoff } from "ostinato/rxjs";
import { parseSchedule } from "ostinato/schedule";
import { fail, ok, simulate, virtualClock } from "ostinato/testing";
import { firstValueFrom, of } from "rxjs";

const patient = policy({
  attempts: 5,
  schedule: schedule(exponential("100ms"), cap("1s"), fullJitter),
  retryIf: onError(RangeError, (error) => error.message !== "gone"),
});

const hinted = {
  totalTimeout: "30s",
  delayHint: retryAfter({ atMost: "2m" }),
  routes: [[isNetworkError, { attempts: 2 }]],
} satisfies PolicyOptions;

const twice = wrap(async (value: number, times?: number): Promise<number> => value * (times ?? 2), patient);

class Inventory {
  readonly count = retryable({ attempts: 2 })(async (sku: string): Promise<number> => sku.length);
}

async function main(): Promise<void> {
  const four: number = await twice(2);
  const text: string = await retry(({ attempt, signal }) => `${attempt} ${signal.aborted}`, hinted);
  const outcome = await settle(() => twice(3), patient);
  const six: number = outcome.ok ? outcome.value : Number.NaN;
  const run = await simulate(patient, [fail(new RangeError("busy")), ok("saved")]);
  const clock = virtualClock();
  const late = retry(() => Promise.resolve("late"), {}, { clock });
  const streamed: number = await firstValueFrom(of(1).pipe(retryBackoff({ attempts: 2 })));
  const seen = [
    four,
    text,
    six,
    run.timeline,
    await clock.runUntil(late),
    streamed,
    parseSchedule("fixed 1s").name,
    await new Inventory().count("A-1"),
  ];
  const expected = [4, "1 false", 6, "x 50ms o", "late", 1, "fixed 1s", 3];
  if (JSON.stringify(seen) !== JSON.stringify(expected)) throw new Error(`saw ${JSON.stringify(seen)}`);
  console.log("a consumer is served");
}

void main();
