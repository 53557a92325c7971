// One notation everywhere: the name of a schedule is its configuration.
import { cap, exponential, fullJitter, parseSchedule, policyFromJSON, schedule } from "ostinato";

const gentle = schedule(exponential("200ms"), cap("30s"), fullJitter);
console.log(gentle.name); // => exponential 200ms x2, cap 30s, full jitter
console.log(parseSchedule(gentle.name).name === gentle.name); // => true

const stored = JSON.parse('{ "attempts": 5, "schedule": "fibonacci 1s, cap 30s", "totalTimeout": "1m" }') as object;
console.log(policyFromJSON(stored).totalTimeout); // => 60000
