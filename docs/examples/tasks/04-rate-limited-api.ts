// A rate-limited API: come back at the reset time, but not all at once.
import { retry } from "ostinato";
import { rateLimitReset } from "ostinato/http";
import { virtualClock } from "ostinato/testing";

/** An API whose quota is used up for the next 30 seconds; put the real `fetch` in its place. */
const limited = { status: 429, headers: { "x-ratelimit-reset": "30" } };
const answers = [new Response("slow down", limited), new Response("[]")];
const fetch = async (_url: string, _init: { signal: AbortSignal }): Promise<Response> => answers.shift()!;

const clock = virtualClock();
const run = retry(
  ({ signal }) => fetch("https://api.example.org/issues", { signal }),
  {
    retryResult: (response) => response.status === 429,
    delayHint: rateLimitReset({ header: "x-ratelimit-reset", spread: "5s" }),
    totalTimeout: "15m",
  },
  { clock, random: () => 0.5 },
);

const issues = await clock.runUntil(run);
console.log(await issues.text(), `after ${clock.now() / 1_000} s`); // => [] after 32.5 s
