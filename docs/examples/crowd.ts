import {
  exponential,
  formatMillis,
  fullJitter,
  type Outcome,
  type PolicyOptions,
  type RetryEvent,
  schedule,
  settle,
} from "ostinato";
import { rateLimitReset } from "ostinato/http";
import { limitedServer } from "./limited-server.ts";
import { seconds } from "./timeline.ts";

const CLIENTS = 5;
const QUOTA = 3;

/** Comes back when there is quota again, but not in the same instant as everybody else. */
export const considerate = {
  attempts: 4,
  schedule: schedule(exponential("100ms"), fullJitter),
  totalTimeout: "10s",
  retryResult: ({ status }) => status === 429,
  delayHint: rateLimitReset({ atMost: "5s", spread: "500ms" }),
} satisfies PolicyOptions<Response>;

/**
 * Lets five clients loose on a server that grants three requests a second, and prints what happens.
 *
 * @returns whether all were served, and none came back before its time
 */
export async function crowd(
  print: (line: string) => void,
  options: PolicyOptions<Response> = considerate,
): Promise<boolean> {
  const server = await limitedServer(QUOTA);
  print(`The server at ${server.url} grants ${QUOTA} requests a second; ${CLIENTS} clients come at once.`);
  try {
    const served = await Promise.all(
      Array.from({ length: CLIENTS }, (_, index) => visit(server.url, options, clientLine(print, index + 1))),
    );
    const kept = served.every(Boolean) && server.requests() === 2 * CLIENTS - QUOTA;
    print(`${served.filter(Boolean).length} of ${CLIENTS} clients served with ${server.requests()} requests.`);
    return kept;
  } finally {
    server.close();
  }
}

const clientLine =
  (print: (line: string) => void, client: number) =>
  (elapsed: number, text: string): void =>
    print(`${seconds(elapsed).padStart(7)}  client ${client}: ${text}`);

async function visit(
  url: string,
  options: PolicyOptions<Response>,
  print: (elapsed: number, text: string) => void,
): Promise<boolean> {
  const onRetry = ({ failure, delay, from, elapsed }: RetryEvent<Response>): void => {
    if (failure.kind === "rejected-result") print(elapsed, answered(failure.value));
    print(elapsed, `wait ${formatMillis(Math.round(delay))}, ${from === "hint" ? "as asked" : "by the schedule"}`);
  };
  const outcome: Outcome<Response> = await settle(({ signal }) => fetch(url, { signal }), { ...options, onRetry });
  print(outcome.elapsed, outcome.ok ? answered(outcome.value) : `no more (${outcome.reason})`);
  return outcome.ok;
}

const answered = ({ status, headers }: Response): string => `${status}, RateLimit: ${headers.get("ratelimit")}`;
