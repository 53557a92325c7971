import { awsQuota, fixed, grpcThrottling, type PolicyOptions, retryBudget } from "ostinato";
import { fleet, server } from "ostinato/testing";
import { type Check, type Findings, near } from "./findings.ts";

/** M. Brooker, "Fixing retries with token buckets and circuit breakers", 2022: each call fails by itself, at some rate. */
const failing = (failureRate: number) => server({ workers: Infinity, serviceTime: "1ms", failureRate });

const schedule = fixed("1ms");
const POLICIES: Readonly<Record<string, PolicyOptions>> = {
  "3 retries": { attempts: 4, schedule },
  "3 retries, 0.1 per success": { attempts: 4, schedule, budget: retryBudget({ capacity: 10 }) },
  "3 retries, gRPC 10 / 0.1": { attempts: 4, schedule, budget: grpcThrottling() },
  "2 retries, AWS 2.1": { attempts: 3, schedule, budget: awsQuota({ edition: "2.1" }) },
};

/** Attempts per call, and the share that fails for good, at a rate. */
const REFERENCE: readonly (readonly [policy: string, rate: number, attempts: number, failures: number | undefined])[] =
  [
    ["3 retries", 0.1, 1.112, 0.0001],
    ["3 retries", 0.5, 1.875, 0.062],
    ["3 retries", 1, 4, 1],
    ["3 retries, 0.1 per success", 0.1, 1.097, 0.012],
    ["3 retries, 0.1 per success", 0.5, 1.053, 0.475],
    ["3 retries, 0.1 per success", 1, 1, 1],
    ["3 retries, gRPC 10 / 0.1", 0.1, NaN, 0.084],
    ["2 retries, AWS 2.1", 0.3, 1.169, undefined],
    ["2 retries, AWS 2.1", 1, 1, 1],
  ];

const RATES = [0.1, 0.3, 0.5, 1];

export function adaptive({ calls = 100_000 } = {}): Findings {
  const checks: Check[] = [];
  const rows = Object.entries(POLICIES).map(([name, policy]) => {
    const cells = RATES.map((rate) => {
      const report = fleet({ policy, arrivals: 1_000, server: failing(rate), duration: calls, seed: 1 });
      const ended = report.successes + report.failures;
      const [attempts, failures] = [report.attempts / report.requests, report.failures / ended];
      for (const [of, at, wanted, lost] of REFERENCE) {
        if (of !== name || at !== rate) continue;
        if (!Number.isNaN(wanted)) checks.push(near(`attempts at ${rate}, ${name}`, attempts, wanted, 0.01));
        if (lost !== undefined) checks.push(near(`failures at ${rate}, ${name}`, failures, lost, 0.02, 0.005));
      }
      return `${attempts.toFixed(3)} / ${failures.toFixed(3)}`;
    });
    return [name, ...cells];
  });
  return { header: ["attempts / failures per request", ...RATES.map((rate) => `${rate * 100} %`)], rows, checks };
}
