// A limit per attempt and a deadline for all: each attempt learns what remains and can pass it on.
import { fixed, retry } from "ostinato";
import { virtualClock } from "ostinato/testing";

const told: number[] = [];
/** The first two never answer. */
async function quote(symbol: string, { timeout }: { signal: AbortSignal; timeout: number }): Promise<string> {
  told.push(timeout);
  return told.length < 3 ? new Promise(() => {}) : `${symbol} 101.5`;
}

const clock = virtualClock();
const run = retry(
  ({ signal, remaining }) => quote("ACME", { signal, timeout: remaining }),
  { attempts: 10, schedule: fixed("500ms"), attemptTimeout: "2s", totalTimeout: "8s" },
  { clock },
);

console.log(await clock.runUntil(run)); // => ACME 101.5
console.log(told.join(", ")); // => 8000, 5500, 3000
