import { type Random, type RetryBudget, seededRandom } from "ostinato";

/** How long attempts and accepts count. */
const WINDOW = 120_000;
const SLICE = 1_000;

/**
 * The adaptive throttle of Google's clients, for retries: the more of the attempts of the last two minutes were not accepted,
 * the likelier one is refused here. Source: B. Beyer et al., "Site Reliability Engineering", 2016, chapter 21, "Client-Side
 * Throttling": max(0, (requests − K · accepts) / (requests + 1)).
 */
export function sreThrottle(K = 2, random: Random = seededRandom(1)): RetryBudget {
  const requests = counted();
  const accepts = counted();
  const refusal = (now: number): number =>
    Math.max(0, (requests.sum(now) - K * accepts.sum(now)) / (requests.sum(now) + 1));
  return {
    begin: (now) => requests.add(now),
    withdraw: (now, _failure, wanted) => {
      if (!wanted) return undefined;
      const refused = random() < refusal(now);
      requests.add(now);
      return refused ? undefined : 1;
    },
    deposit: (now) => accepts.add(now),
    balance: (now) => 1 - refusal(now),
    fresh: () => sreThrottle(K),
  };
}

/** How much happened within the window, second by second. */
function counted(): { readonly add: (now: number) => void; readonly sum: (now: number) => number } {
  let slices: { readonly index: number; count: number }[] = [];
  let total = 0;
  const sum = (now: number): number => {
    const oldest = Math.floor((now - WINDOW) / SLICE);
    while (slices.length > 0 && slices[0]!.index <= oldest) total -= slices.shift()!.count;
    return total;
  };
  return {
    sum,
    add: (now) => {
      const index = Math.floor(now / SLICE);
      const last = slices.at(-1);
      if (last?.index === index) last.count += 1;
      else slices = [...slices, { index, count: 1 }];
      total += 1;
    },
  };
}
