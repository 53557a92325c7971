// apiDown: the other side is down, so long delays and many of them, for work that nobody waits for.
import { explain } from "ostinato";
import { apiDown } from "ostinato/compat";
import { fail, ok, simulate } from "ostinato/testing";

const down = Object.assign(new Error("HTTP 503"), { status: 503 });
const run = await simulate(apiDown, [fail(down), fail(down), ok("delivered")]);
console.log(run.timeline); // => x 45s x 90s o

const { least, worst } = explain({ ...apiDown, totalTimeout: undefined });
console.log(least.delay / 60_000, worst.delay / 60_000); // => 75.5 151
