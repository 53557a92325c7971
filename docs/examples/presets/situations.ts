// situations: all of them as routes of one policy, so that each failure gets the attempts and the delays of its kind.
import { situations } from "ostinato/compat";
import { fail, ok, simulate } from "ostinato/testing";

const lost = Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" });
const deadlock = Object.assign(new Error("deadlock detected"), { code: "40P01" });
const refused = Object.assign(new Error("HTTP 422"), { status: 422 });

const all = { attempts: 12, routes: situations };
console.log((await simulate(all, [fail(lost), fail(deadlock), ok("done")])).timeline); // => x 250ms x 1.5s o
console.log((await simulate(all, [fail(lost), fail(refused)])).timeline); // => x 250ms x (attempts)
