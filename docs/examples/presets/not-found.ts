// notFound: there is no such thing, and it seldom comes to be while one waits.
import { fixed } from "ostinato";
import { notFound } from "ostinato/compat";
import { fail, ok, simulate } from "ostinato/testing";

const missing = Object.assign(new Error("no such user"), { status: 404 });
const guarded = { ...notFound, attempts: 3, schedule: fixed("1s") };
console.log((await simulate(guarded, [fail(missing)])).timeline); // => x (not-retryable)
console.log((await simulate(guarded, [fail(), ok("found")])).timeline); // => x 1s o
