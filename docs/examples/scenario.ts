import { type Failure, type Outcome, type PolicyOptions, TimeoutError } from "ostinato";
import { isNetworkError } from "ostinato/http";
import { misbehavingServer } from "./misbehaving-server.ts";
import { patient, patientFetch } from "./patient-fetch.ts";
import { seconds, timeline } from "./timeline.ts";

/** How each attempt is to end, and who is to ask for the wait behind it. */
const PROMISED = ["network error, schedule", "timeout, schedule", "503, hint", "200"];

/**
 * Fetches from a server that misbehaves, and prints a timeline.
 *
 * @returns whether all went as promised
 */
export async function scenario(print: (line: string) => void, options: PolicyOptions<Response> = {}): Promise<boolean> {
  const server = await misbehavingServer();
  print(`The server at ${server.url} resets a connection, hangs, is busy, and then is well.`);
  print(`The policy: ${patient.attempts} attempts, ${patient.attemptTimeout} each; ${patient.schedule.name}.`);
  try {
    const happened = await visited(server.url, print, options);
    const kept = happened.join("; ") === PROMISED.join("; ");
    if (!kept) print(`Not as promised: ${happened.join("; ")}\n     instead of: ${PROMISED.join("; ")}`);
    return kept;
  } finally {
    server.close();
  }
}

async function visited(
  url: string,
  print: (line: string) => void,
  options: PolicyOptions<Response>,
): Promise<string[]> {
  const watch = timeline(print);
  const happened: string[] = [];
  const outcome = await patientFetch(url, {
    ...options,
    ...watch,
    onRetry: (event) => {
      happened.push(`${kindOf(event.failure)}, ${event.from}`);
      watch.onRetry?.(event);
    },
  });
  if (outcome.ok) {
    happened.push(String(outcome.value.status));
    print(`Body: ${(await outcome.value.text()).trim()}`);
  }
  print(`Outcome: ${summary(outcome)}`);
  return happened;
}

const summary = (outcome: Outcome<Response>): string =>
  `${outcome.ok ? "ok" : outcome.reason} after ${outcome.attempts} attempts in ${seconds(outcome.elapsed)}`;

function kindOf(failure: Failure<Response>): string {
  if (failure.kind === "rejected-result") return String(failure.value.status);
  if (failure.error instanceof TimeoutError) return "timeout";
  return isNetworkError(failure.error) ? "network error" : "another error";
}
