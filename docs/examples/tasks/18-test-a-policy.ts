// Test a policy deterministically: `x` failed, `o` succeeded, each draw is at its midpoint, and nobody waits.
import { cap, equalJitter, exponential, fixed, policy, schedule } from "ostinato";
import { fail, ok, simulate } from "ostinato/testing";

const onDeadlock = policy({ attempts: 8, schedule: schedule(exponential("10ms"), cap("1s"), equalJitter) });
const waits = await simulate(onDeadlock, [fail(), fail(), ok("saved")]);
console.log(waits.timeline); // => x 8ms x 15ms o

const slow = policy({ attempts: 10, schedule: fixed("1s"), attemptTimeout: "2s", totalTimeout: "8s" });
const stops = await simulate(slow, [ok("too late", 5_000)]);
console.log(stops.timeline); // => x 1s x 1s x (deadline)
