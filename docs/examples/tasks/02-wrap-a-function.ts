// Wrap a function once and use it everywhere: arguments, `this` and result keep their types.
import { exponential, fullJitter, policy, schedule, wrap } from "ostinato";

let calls = 0;
async function loadUser(id: number): Promise<{ name: string }> {
  calls += 1;
  if (calls % 2 === 1) throw new Error("busy");
  return { name: `Ada ${id}` };
}

const patient = policy({ attempts: 5, schedule: schedule(exponential("100ms"), fullJitter) });
export const loadUserSafely: typeof loadUser = wrap(loadUser, patient);

const [ada, grace] = [await loadUserSafely(7), await loadUserSafely(8)];
console.log(ada.name, grace.name, calls); // => Ada 7 Ada 8 4
