// Know how it ended, without try and catch: an outcome has the value, or the error and the reason.
import { fixed, settle } from "ostinato";

async function told(loadUser: () => Promise<string>): Promise<string> {
  const outcome = await settle(loadUser, { attempts: 4, schedule: fixed("5ms") });
  if (outcome.ok) return `${outcome.value} at attempt ${outcome.attempts}`;
  return `${outcome.reason} after ${outcome.attempts}: ${String(outcome.error)}`;
}

console.log(await told(async () => "Ada")); // => Ada at attempt 1
console.log(await told(() => Promise.reject(new Error("busy")))); // => attempts after 4: Error: busy
