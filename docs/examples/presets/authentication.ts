// authentication: the caller may not do it, and many servers lock who tries a wrong password again.
import { fixed } from "ostinato";
import { authentication } from "ostinato/compat";
import { fail, ok, simulate } from "ostinato/testing";

const refused = Object.assign(new Error("wrong password"), { status: 401 });
const guarded = { ...authentication, attempts: 3, schedule: fixed("1s") };
console.log((await simulate(guarded, [fail(refused)])).timeline); // => x (not-retryable)
console.log((await simulate(guarded, [fail(), ok("welcome")])).timeline); // => x 1s o
