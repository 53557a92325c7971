import {
  cap,
  equalJitter,
  exponential,
  fixed,
  onError,
  type PolicyOptions,
  retryBudget,
  schedule,
  seededRandom,
  settle,
} from "../../src/index.ts";
import { type Recorder, recorder, virtualClock } from "../../src/testing/index.ts";

/** The policy of the incident whose trace is kept in `traces`: chance, routes, hints, a budget, limits. */
export const incidentPolicy: PolicyOptions = {
  schedule: schedule(exponential("200ms"), cap("5s"), equalJitter),
  attempts: 8,
  attemptTimeout: "2s",
  totalTimeout: "30s",
  retryIf: (error) => !(error instanceof SyntaxError),
  delayHint: (failure) =>
    failure.kind === "error" && (failure.error as Error).message === "HTTP 429"
      ? { delay: 3_000, spread: 500, atMost: 60_000 }
      : undefined,
  routes: [[onError(RangeError), { attempts: 2, schedule: fixed("10ms") }]],
  budget: retryBudget({ capacity: 10 }),
};

/** The incident once more: the same seed and outcomes. */
export async function incident(): Promise<Recorder> {
  const tape = recorder();
  const clock = virtualClock({ wallNow: Date.UTC(2026, 10, 25) });
  const after = (takes: number, error?: Error): Promise<string> =>
    new Promise((resolve, reject) => {
      clock.schedule(takes, () => (error === undefined ? resolve("saved") : reject(error)));
    });
  const answers = [
    () => after(120, Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" })),
    () => after(40, new Error("HTTP 429")),
    () => after(1, new RangeError("too far")),
    () => new Promise<string>(() => {}),
    () => after(75),
  ];
  const env = { clock, random: seededRandom(7), trace: tape };
  await clock.runUntil(
    settle(() => answers.shift()!(), { ...incidentPolicy, budget: incidentPolicy.budget!.fresh() }, env),
  );
  return tape;
}
