// A fleet, before production meets it: what a policy makes of an outage, with a budget and without.
import { cap, exponential, fullJitter, policy, retryBudget, schedule } from "ostinato";
import { fleet, server } from "ostinato/testing";

const gentle = policy({
  attempts: 6,
  schedule: schedule(exponential("200ms"), cap("30s"), fullJitter),
  attemptTimeout: "2s",
});
const scene = {
  arrivals: 14,
  server: server({ workers: 2, serviceTime: "100ms", outage: { from: "10s", to: "15s" } }),
  duration: "1m",
  seed: 1,
} as const;

const plain = fleet({ policy: gentle, ...scene });
const thrifty = fleet({ policy: { ...gentle, budget: retryBudget({ capacity: 10 }) }, ...scene });
console.log(plain.amplification > 2, plain.recovery); // => true undefined
console.log(thrifty.amplification < 1.1, thrifty.recovery !== undefined); // => true true
