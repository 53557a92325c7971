// invalidData: what was sent is wrong, and as wrong the second time.
import { fixed, settle } from "ostinato";
import { invalidData } from "ostinato/compat";
import { fail, ok, simulate } from "ostinato/testing";

const outcome = await settle(() => JSON.parse("{") as object, invalidData);
console.log(outcome.attempts); // => 1

/** With attempts of your own everything else is tried again. */
const guarded = { ...invalidData, attempts: 3, schedule: fixed("1s") };
console.log((await simulate(guarded, [fail(), ok("saved")])).timeline); // => x 1s o
console.log((await simulate(guarded, [fail(new SyntaxError("no JSON"))])).timeline); // => x (not-retryable)
