// databaseLocks: a row or a table is locked, so three more attempts at the whole transaction.
import { databaseLocks } from "ostinato/compat";
import { fail, ok, simulate } from "ostinato/testing";

const deadlock = Object.assign(new Error("deadlock detected"), { code: "40P01" });
const run = await simulate(databaseLocks, [fail(deadlock), fail(deadlock), ok("transferred")]);
console.log(run.timeline); // => x 1.5s x 3s o
