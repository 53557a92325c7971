// Test your own code around a retry: the clock is virtual, and moves when you say so.
import { fixed, retry } from "ostinato";
import { virtualClock } from "ostinato/testing";

const spinner = { visible: false };
let calls = 0;
async function flakySave(): Promise<void> {
  spinner.visible = true;
  calls += 1;
  if (calls === 1) throw new Error("busy");
  spinner.visible = false;
}

const clock = virtualClock();
const saving = retry(flakySave, { attempts: 2, schedule: fixed("1h") }, { clock });
await clock.advance("59m");
console.log(spinner.visible); // => true
await clock.runUntil(saving);
console.log(spinner.visible); // => false
