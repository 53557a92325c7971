// Fetch, honouring Retry-After: network errors and busy servers are tried again, a 404 is an answer.
import { wrapWithAttempt } from "ostinato";
import { isRetryableStatus, retryAfter } from "ostinato/http";

class HttpError extends Error {
  readonly response: Response;

  constructor(response: Response) {
    super(`HTTP ${response.status}`);
    this.response = response;
  }
}

/** A server that has its troubles; put the real `fetch` in its place. */
const answers = [
  () => Promise.reject(new TypeError("fetch failed")),
  () => Promise.resolve(new Response("busy", { status: 503, headers: { "Retry-After": "1" } })),
  () => Promise.resolve(new Response("hello")),
];
const fetch = (_url: string, _init: { signal: AbortSignal }): Promise<Response> => answers.shift()!();

const get = wrapWithAttempt(
  async ({ signal }, url: string) => {
    const response = await fetch(url, { signal });
    if (isRetryableStatus(response.status)) throw new HttpError(response);
    return response;
  },
  {
    attempts: 5,
    attemptTimeout: "10s",
    delayHint: retryAfter({ atMost: "2m", spread: 0 }),
    onRetry: ({ from }) => console.log(`the wait is from the ${from}`),
  },
);

const response = await get("https://example.org/");
// => the wait is from the schedule
// => the wait is from the hint
console.log(await response.text()); // => hello
