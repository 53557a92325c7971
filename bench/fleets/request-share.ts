import type { RetryBudget } from "ostinato";

/** A token bucket that requests fill, in the plainest form: each adds a share of a retry, and ten retries are kept at most. */
export function requestShare(percent: number, most = 10): RetryBudget {
  let tokens = most;
  return {
    begin: () => void (tokens = Math.min(most, tokens + percent)),
    withdraw: (_now, _failure, wanted) => {
      if (!wanted || tokens < 1) return undefined;
      tokens -= 1;
      return 1;
    },
    deposit: () => {},
    balance: () => tokens,
    fresh: () => requestShare(percent, most),
  };
}
