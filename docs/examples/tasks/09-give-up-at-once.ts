// Give up at once: the original error comes out, unwrapped.
import { permanent, retry } from "ostinato";

let calls = 0;
async function find(_name: string): Promise<{ name: string } | undefined> {
  calls += 1;
  return undefined;
}

const run = retry(async () => {
  const user = await find("ada");
  if (user === undefined) throw permanent(new Error("no such user"));
  return user;
});
await run.catch((error: Error) => console.log(error.message, calls)); // => no such user 1
