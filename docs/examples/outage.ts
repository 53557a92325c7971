import { cap, exponential, fullJitter, policy, type PolicyOptions, retryBudget, schedule } from "ostinato";
import { fleet, server } from "ostinato/testing";

/** Ten workers for 100 calls a second, of which 70 are asked for; all of them stop for ten seconds. */
const billing = server({
  workers: 10,
  serviceTime: { kind: "exponential", mean: "100ms" },
  outage: { from: "30s", to: "40s" },
});

const patient = policy({
  attempts: 4,
  attemptTimeout: "1s",
  schedule: schedule(exponential("100ms"), cap("10s"), fullJitter),
});

const POLICIES: readonly (readonly [name: string, options: PolicyOptions])[] = [
  ["no retries", { ...patient, attempts: 1 }],
  ["three retries", patient],
  ["with a budget", { ...patient, budget: retryBudget({ capacity: 10, perSuccess: 0.1 }) }],
];

/**
 * Puts three policies through the same outage, and prints what they make of it.
 *
 * @returns whether the budget kept the outage from outlasting itself
 */
export function outage(print: (line: string) => void): boolean {
  const reports = POLICIES.map(([name, options]) => {
    const report = fleet({ policy: options, arrivals: 70, server: billing });
    const { amplification, peak, recovery } = report;
    const until = recovery === undefined ? "never recovers" : `recovers after ${recovery / 1_000} s`;
    print(`${name}: ${amplification.toFixed(2)} attempts per request, at most ${peak} a second, ${until}`);
    return report;
  });
  const [usual, unbounded, bounded] = reports.map(({ recovery }) => recovery ?? Infinity) as [number, number, number];
  return unbounded === Infinity && bounded <= 1.5 * usual;
}
