import { fixed, permanent } from "ostinato";
import { ResultUnavailableError, TaskFailedError } from "ostinato/tasks";
import { flaky, stage, TemporaryError, times } from "./stage.ts";

/** A task of the given failures, which takes five seconds and has three attempts ten seconds apart. */
function slowly(errors: readonly Error[]) {
  const { app, clock } = stage();
  const answer = flaky(errors, () => "data");
  const task = app.task(
    "slow",
    async (ctx) => {
      await ctx.sleep("5s");
      return answer();
    },
    { policy: { schedule: fixed("10s") } },
  );
  app.worker().start();
  return { app, clock, task };
}

/** 002-2: whoever has sent a task has its id, and can wait for what comes of it, so long and no longer. */
export async function idAndResult() {
  const { app, clock, task } = slowly([]);
  const { id } = await task.delay();
  const result = app.result<string>(id);
  const impatient = await clock.runUntil(result.get({ timeout: "1s" }).catch((error: unknown) => error));
  return {
    impatient: impatient instanceof ResultUnavailableError && impatient.code,
    value: await clock.runUntil(result.get({ timeout: "1m" })),
  };
}

/** 002-3: looking without waiting. */
export async function lookWithoutWaiting() {
  const { clock, task } = slowly([]);
  const result = await task.delay();
  await clock.advance("1s");
  const early = [await result.ready(), await result.state()];
  await clock.advance("5s");
  return { early, late: [await result.ready(), await result.state(), await result.get({ timeout: 0 })] };
}

/** 002-4: how it failed stands in the reason, whatever the error was; one `catch` tells all cases apart. */
export async function howItFailed() {
  const ends: string[] = [];
  for (const error of [new TemporaryError("down"), permanent(new Error("forbidden"))]) {
    const { clock, task } = slowly(times(3, error));
    const result = await task.delay();
    try {
      await clock.runUntil(result.get({ timeout: "2m" }));
    } catch (caught) {
      if (!(caught instanceof TaskFailedError)) throw caught;
      ends.push(`${caught.reason} after ${caught.attempts}: ${caught.error?.message}`);
    }
  }
  const { clock, task } = slowly([permanent(new Error("forbidden"))]);
  const outcome = await clock.runUntil((await task.delay()).get({ propagate: false }));
  return { ends, withoutThrowing: outcome.ok };
}

/** 002-7: a task that waits for its next attempt says which failed, why, and when it goes on. */
export async function waitingForItsRetry() {
  const { clock, task } = slowly([new TemporaryError("down")]);
  const result = await task.delay();
  await clock.advance("6s");
  const { state, attempt, attempts, error, dueAt } = (await result.info())!;
  return { state, attempt, attempts, error, dueIn: dueAt! - clock.wallNow() };
}
