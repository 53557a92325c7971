import { cap, exponential, fullJitter, onError, type PolicyOptions, schedule } from "ostinato";
import { isNetworkError, retryAfter } from "ostinato/http";

/** An answer that is no success. */
export class StatusError extends Error {
  override readonly name = "StatusError";
  readonly response: Response;

  constructor(response: Response) {
    super(`HTTP ${response.status}`);
    this.response = response;
  }
}

/** Patient with a server that asks to slow down, quick with a network that hiccups, and never more than eight calls. */
export const towardsShop = {
  attempts: 8,
  routes: [
    [
      onError(StatusError, ({ response }) => response.status === 429),
      { attempts: 3, schedule: exponential("5s"), delayHint: retryAfter({ atMost: "2m" }) },
    ],
    [isNetworkError, { attempts: 6, schedule: schedule(exponential("50ms"), cap("2s"), fullJitter) }],
  ],
} satisfies PolicyOptions;
