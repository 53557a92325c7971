// See a policy before shipping it: each delay, its bounds, and the worst of it.
import { cap, explain, exponential, fullJitter, policy, preview, schedule, seededRandom } from "ostinato";

const gentle = schedule(exponential("200ms"), cap("30s"), fullJitter);
const rows = preview(gentle, { attempts: 10, random: seededRandom(1) });
for (const { retry, min, max } of rows.slice(-2)) console.log(`retry ${retry}: ${min} to ${max} ms`);
// => retry 8: 0 to 25600 ms
// => retry 9: 0 to 30000 ms
console.log(explain(policy({ attempts: 5, schedule: gentle })).worst.delay); // => 3000
