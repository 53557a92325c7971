// grpcThrottling: gRPC's retry throttling, by which a retry needs more than half of the tokens.
import { fixed, grpcThrottling, settle } from "ostinato";

const budget = grpcThrottling({ maxTokens: 10, tokenRatio: 0.1 });
let calls = 0;
async function down(): Promise<never> {
  calls += 1;
  throw new Error("down");
}

const outcome = await settle(down, { attempts: 20, schedule: fixed("1ms"), budget });
console.log(outcome.ok || outcome.reason, calls); // => budget 5
console.log(budget.balance(0)); // => 5
