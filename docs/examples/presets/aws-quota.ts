// awsQuota: the retry quota of the AWS SDKs, 500 tokens of which a retry takes 5, and a timeout 10.
import { awsQuota, fixed, settle } from "ostinato";

const budget = awsQuota();
let calls = 0;
async function down(): Promise<never> {
  calls += 1;
  throw new Error("down");
}

const outcome = await settle(down, { attempts: 1_000, schedule: fixed(0), budget });
console.log(outcome.ok || outcome.reason, calls); // => budget 101
