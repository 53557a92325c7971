import {
  cap,
  exponential,
  fullJitter,
  type Outcome,
  type PolicyOptions,
  schedule,
  settle,
  TimeoutError,
} from "ostinato";
import { isNetworkError, isRetryableStatus, retryAfter } from "ostinato/http";

/** Patient with the network and with busy servers, but not for ever. */
export const patient = {
  attempts: 6,
  schedule: schedule(exponential("200ms"), cap("5s"), fullJitter),
  attemptTimeout: "1s",
  totalTimeout: "9s",
  retryIf: (error) => isNetworkError(error) || error instanceof TimeoutError,
  retryResult: (response) => isRetryableStatus(response.status),
  delayHint: retryAfter({ atMost: "5s" }),
} satisfies PolicyOptions<Response>;

/** Fetches, patiently; further options join the policy, such as hooks that watch. */
export const patientFetch = (url: string, options: PolicyOptions<Response> = {}): Promise<Outcome<Response>> =>
  settle(({ signal }) => fetch(url, { signal }), { ...patient, ...options });
