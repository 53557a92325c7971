// An incident becomes a fixture: replaying a trace makes the same decisions at the same instants.
import { cap, exponential, fullJitter, policy, retry, schedule } from "ostinato";
import { recorder, replay } from "ostinato/testing";

const gentle = policy({ attempts: 5, schedule: schedule(exponential("5ms"), cap("1s"), fullJitter) });
let calls = 0;
async function save(): Promise<string> {
  calls += 1;
  if (calls < 3) throw new Error("busy");
  return "saved";
}

const tape = recorder();
await retry(save, gentle, { trace: tape });

const fixture = JSON.parse(JSON.stringify(tape)) as object;
const again = await replay(fixture, gentle);
console.log(again.timeline === tape.timeline); // => true
