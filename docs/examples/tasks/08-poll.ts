// Poll until the result is good: the last one that was rejected comes with the error.
import { fixed, RejectedResultError, retry } from "ostinato";
import { virtualClock } from "ostinato/testing";

const clock = virtualClock();
/** Done after twelve seconds. */
const status = async (id: string): Promise<{ id: string; state: "running" | "done" }> => ({
  id,
  state: clock.now() < 12_000 ? "running" : "done",
});

const done = await clock.runUntil(
  retry(
    () => status("42"),
    { attempts: 60, schedule: fixed("5s"), retryResult: (job) => job.state === "running" },
    { clock },
  ),
);
console.log(done.state, `at ${clock.now() / 1_000} s`); // => done at 15 s

const never = retry(async () => "running", { attempts: 2, schedule: fixed("5s"), retryResult: () => true }, { clock });
const error: unknown = await clock.runUntil(never.catch((reason: unknown) => reason as string));
console.log(error instanceof RejectedResultError && error.value); // => running
