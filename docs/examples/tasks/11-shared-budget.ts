// One retry budget for many callers, funded by successes: while the other side is down it costs a trickle of retries.
import { fixed, policy, retryBudget, wrap } from "ostinato";

let calls = 0;
async function down(): Promise<never> {
  calls += 1;
  throw new Error("billing is down");
}

const budget = retryBudget({ capacity: 10, perSuccess: 0.1 });
const towardsBilling = policy({ attempts: 4, schedule: fixed("5ms"), budget });
export const charge: (cents: number) => Promise<string> = wrap(async (_cents: number) => down(), towardsBilling);
export const refund: (receipt: string) => Promise<string> = wrap(async (_receipt: string) => down(), towardsBilling);

const requests = Array.from({ length: 100 }, (_, n) => (n % 2 === 0 ? charge(n) : refund(`R-${n}`)));
await Promise.allSettled(requests);
console.log(`${requests.length} requests, ${calls} calls`); // => 100 requests, 110 calls
