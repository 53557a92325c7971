import type { FleetReport } from "ostinato/testing";

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);

/** What does not add up in a report; nothing where all does. */
export function lostIn({
  requests,
  attempts,
  successes,
  failures,
  open,
  histogram,
  layers,
  server,
}: FleetReport): string[] {
  const [clients] = layers;
  const inner = layers.at(-1);
  const { received, served, failed, wasted, refused, limited, dropped, held } = server;
  const laws: Record<string, boolean> = {
    "every request is answered for once": requests === successes + failures + open && open >= 0,
    "the clients' calls are the requests": clients!.calls === requests && clients!.successes === successes,
    "the innermost layer calls the server": inner!.attempts === attempts,
    "every call of the server was received": received === attempts,
    "the server accounts for every call": received === served + refused + limited + dropped + held && held >= 0,
    "failed and wasted calls were served": failed <= served && wasted <= served,
    "the histograms count everything":
      sum(histogram.requests) === requests &&
      sum(histogram.attempts) === attempts &&
      sum(histogram.successes) === successes,
  };
  for (const [
    index,
    { calls, attempts: tries, retries, failures: failed, successes: well, reasons },
  ] of layers.entries()) {
    const below = layers[index + 1];
    laws[`layer ${index} calls once for each call and each retry`] = tries === calls + retries;
    laws[`layer ${index} ends each call at most once`] = well + failed <= calls;
    laws[`layer ${index} has a reason for each failure`] = sum(Object.values(reasons)) === failed;
    laws[`layer ${index} is what the next is called by`] = below === undefined || below.calls === tries;
  }
  return Object.keys(laws).filter((law) => !laws[law]);
}
