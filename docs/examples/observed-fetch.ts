import { policy, type PolicyOptions, wrapWithAttempt } from "ostinato";
import { isRetryableStatus, retryAfter } from "ostinato/http";
import { combineHooks, type Logger, logHooks, traced, type Tracer } from "ostinato/observe";

const isBusy = ({ status }: Response): boolean => isRetryableStatus(status);

/** A `fetch` that retries busy servers and broken connections, with a span for each request and a line for each retry. */
export function observedFetch(
  tracer: Tracer,
  logger: Logger,
  options: PolicyOptions<Response> = {},
): (url: string) => Promise<Response> {
  const patient = policy<Response>({ attempts: 4, retryResult: isBusy, delayHint: retryAfter(), ...options });
  const get = traced(({ signal }, url: string) => fetch(url, { signal }), {
    tracer,
    name: "GET",
    http: true,
    attributes: { "http.request.method": "GET" },
    rejects: isBusy,
  });
  return wrapWithAttempt(get, { ...patient, ...combineHooks(patient, logHooks(logger, { name: "GET" })) });
}
