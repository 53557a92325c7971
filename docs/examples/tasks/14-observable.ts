// An Observable: subscribed to again, as the policy says.
import { lastValueFrom, Observable, tap } from "rxjs";
import { exponential } from "ostinato";
import { retryBackoff } from "ostinato/rxjs";

let lines = 0;
/** A line that is cut twice. */
const prices$ = new Observable<number>((subscriber) => {
  lines += 1;
  subscriber.next(100 + lines);
  if (lines < 3) subscriber.error(new Error("cut"));
  else subscriber.complete();
});

const seen: number[] = [];
const steady$ = prices$.pipe(retryBackoff({ attempts: 20, schedule: exponential("5ms") }));
await lastValueFrom(steady$.pipe(tap((price) => seen.push(price))));
console.log(seen.join(", ")); // => 101, 102, 103
