// rateLimits: the server asks to slow down, so come back when it says.
import { rateLimits } from "ostinato/compat";
import { fail, ok, simulate } from "ostinato/testing";

const limited = Object.assign(new Error("slow down"), { status: 429, headers: { "Retry-After": "20" } });
const asked = await simulate(rateLimits, [fail(limited), ok("done")]);
console.log(asked.timeline); // => x 22.5s o

const silent = Object.assign(new Error("slow down"), { status: 429 });
const unasked = await simulate(rateLimits, [fail(silent), fail(silent), ok("done")]);
console.log(unasked.timeline); // => x 750ms x 1.5s o
