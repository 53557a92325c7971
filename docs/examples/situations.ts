import { retry } from "ostinato";
import { databaseLocks, isInvalidData, situations } from "ostinato/compat";

/** What a driver for PostgreSQL throws at the one whom the database chose to give way. */
const deadlock = Object.assign(new Error("deadlock detected"), { code: "40P01" });

let calls = 0;
async function transfer(amount: number): Promise<string> {
  calls += 1;
  if (amount < 0) throw Object.assign(new Error("a negative amount"), { status: 422 });
  if (calls < 3) throw deadlock;
  return `transferred ${amount}`;
}

/** One kind of failure; on a page like this, sooner than a database would need. */
export const soon = { ...databaseLocks, schedule: { ...databaseLocks.schedule, name: "soon", delay: () => 1 } };
console.log(await retry(() => transfer(10), soon), `after ${calls} calls`);

/** All kinds: what is hopeless is not tried again. */
const refused = await retry(() => transfer(-1), { attempts: 12, routes: situations }).catch((error: unknown) => error);
console.log(isInvalidData(refused), calls);
