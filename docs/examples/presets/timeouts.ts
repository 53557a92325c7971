// timeouts: an attempt took too long, so the same time again, twice.
import { timeouts } from "ostinato/compat";
import { never, ok, simulate } from "ostinato/testing";

const slow = await simulate(timeouts, [never(), ok("answered", "8s")]);
console.log(slow.timeline, slow.elapsed); // => x 1s o 19000

/** The deadline of 32 s is for all attempts and delays. */
const silent = await simulate(timeouts, [never()]);
console.log(silent.timeline); // => x 1s x 1s x (deadline)
