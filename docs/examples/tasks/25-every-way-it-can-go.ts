// Every way it can go, not three of them: all scripts of outcomes up to a depth, in virtual time.
import { cap, type Clock, exponential, fixed, fullJitter, policy, retry, schedule } from "ostinato";
import { explore, fail, ok } from "ostinato/testing";

const gentle = policy({
  attempts: 5,
  schedule: schedule(exponential("200ms"), cap("30s"), fullJitter),
  totalTimeout: "30s",
});
const runs = await explore(gentle, { outcomes: [ok("saved"), fail(), fail(new Error("slow"), "2s")], depth: 5 });
console.log(
  runs.length,
  runs.every(({ elapsed }) => elapsed <= 30_000),
); // => 63 true

/** Your own code, not only the policy. */
const saveWithRetry = (save: () => Promise<string>, { clock }: { clock: Clock }): Promise<string> =>
  retry(save, { attempts: 3, schedule: fixed("1s") }, { clock });

const ways = await explore(({ clock, operation }) => saveWithRetry(operation, { clock }), {
  outcomes: [ok("saved"), fail()],
  depth: 3,
});
for (const { timeline } of ways) console.log(timeline);
// => o
// => x 1s o
// => x 1s x 1s o
// => x 1s x 1s x (Error)
