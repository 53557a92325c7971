import { lastValueFrom, Observable, tap } from "rxjs";
import { equalJitter, exponential, schedule } from "ostinato";
import { retryBackoff } from "ostinato/rxjs";

const feed = [[101, 102], [], [103], [104, 105]];
let connections = 0;

/** A feed whose connection breaks now and then; the second one breaks before it has said anything. */
const prices$ = new Observable<number>((subscriber) => {
  const prices = feed[connections++]!;
  const timer = setTimeout(() => {
    for (const price of prices) subscriber.next(price);
    if (connections === feed.length) subscriber.complete();
    else subscriber.error(new Error("connection lost"));
  }, 1);
  return () => clearTimeout(timer);
});

// Three attempts are enough for any number of breaks, because each price begins the count anew.
const steady$ = prices$.pipe(
  retryBackoff({
    attempts: 3,
    schedule: schedule(exponential("5ms"), equalJitter),
    resetOnSuccess: true,
    onRetry: ({ attempt, failure }) =>
      console.log(`attempt ${attempt}: ${failure.kind === "error" && (failure.error as Error).message}`),
  }),
  tap((price) => console.log(price)),
);

await lastValueFrom(steady$);
