// finagleBudget: a share of the requests of the last seconds may be tried again, and a reserve per second besides.
import { finagleBudget, fixed, settle } from "ostinato";

const budget = finagleBudget({ ttl: "10s", perSecond: 1, percent: 0.2 });
let calls = 0;
async function down(): Promise<never> {
  calls += 1;
  throw new Error("down");
}

for (let request = 0; request < 50; request++) await settle(down, { attempts: 4, schedule: fixed(0), budget });
console.log(calls - 50); // => 20
