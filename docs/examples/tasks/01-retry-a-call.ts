// Retry a call: three attempts unless told otherwise; the value comes out, or the very error that was thrown last.
import { retry } from "ostinato";

let calls = 0;
async function loadUser(id: number): Promise<{ name: string }> {
  calls += 1;
  if (calls < 3) throw new Error("busy");
  return { name: `Ada ${id}` };
}

const user = await retry(() => loadUser(7));
console.log(user.name, calls); // => Ada 7 3

const busy = new Error("busy");
const thrown = await retry(() => Promise.reject(busy)).catch((error: unknown) => error);
console.log(thrown === busy); // => true
