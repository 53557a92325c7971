import { finagleBudget, fixed, type PolicyOptions, retryBudget } from "ostinato";
import { fleet, server } from "ostinato/testing";
import { type Check, exactly, type Findings, near } from "./findings.ts";

const down = server({ workers: Infinity, serviceTime: "1ms", failureRate: 1 });

/** Each shape, and what it comes to in attempts per request: without budgets, and with 10 % of requests at each layer. */
const SHAPES = [
  { attempts: 3, layers: 5, free: 243, tenth: 1.61 },
  { attempts: 4, layers: 3, free: 64, tenth: 1.33 },
] as const;

/** Services that call each other, each of which retries, while the last one is down. */
export function layered({ requests = 1_000 } = {}): Findings {
  const checks: Check[] = [];
  const rows = SHAPES.map(({ attempts, layers, free, tenth }) => {
    const policy = { attempts, schedule: fixed("10ms") };
    const amplified = (count: number, budget?: () => PolicyOptions["budget"]): number => {
      const own = (): PolicyOptions => ({ ...policy, budget: budget?.() });
      const inner = Array.from({ length: layers - 1 }, own);
      const arrivals = { onceWithin: 10 * count };
      const report = fleet({
        policy: own(),
        clients: count,
        arrivals,
        budgetFor: "fleet",
        layers: inner,
        server: down,
      });
      return report.amplification;
    };
    const label = `${attempts} attempts × ${layers} layers`;
    const [alone, shared, funded] = [
      amplified(requests),
      amplified(10 * requests, () => finagleBudget({ percent: 0.1, perSecond: 0 })),
      amplified(10 * requests, () => retryBudget({ capacity: 10 })),
    ];
    checks.push(exactly(`${label}, no budget`, alone, free));
    checks.push(near(`${label}, 10 % of requests`, shared, tenth, 0.01));
    checks.push(near(`${label}, 0.1 per success`, funded, 1, 0, (layers * 10) / (10 * requests)));
    return [label, alone, shared.toFixed(2), funded.toFixed(2)];
  });
  return { header: ["shape", "no budget", "10 % of requests", "0.1 per success, at most 10"], rows, checks };
}
