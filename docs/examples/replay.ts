import { exponential, policy, settle } from "ostinato";
import { recorder, replay, virtualClock } from "ostinato/testing";

const gentle = policy({ attempts: 4, schedule: exponential("200ms") });

const tape = recorder();
const clock = virtualClock();
const failing = (): never => {
  throw new Error("busy");
};
await clock.runUntil(settle(failing, gentle, { clock, trace: tape }));
console.log(`recorded: ${tape.timeline}`);

const fixture = JSON.stringify(tape);
console.log(`replayed: ${(await replay(JSON.parse(fixture) as object, gentle)).timeline}`);

const hasty = policy({ ...gentle, schedule: exponential("100ms") });
await replay(JSON.parse(fixture) as object, hasty).catch((error: Error) => console.log(error.message));
