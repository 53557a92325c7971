import { fixed } from "ostinato";
import { SoftTimeLimitError, TimeLimitError } from "ostinato/tasks";
import { stage } from "./stage.ts";

class SlowAnswerError extends Error {
  override readonly name = "SlowAnswerError";
}

/** 002-17: the request gives up before the task has to, so that the task can say what happened; the soft limit stays in reserve. */
export async function requestLimitBelowTaskLimit() {
  const { app, clock, log } = stage();
  const call = app.task(
    "call",
    async ({ attempt, race, sleep }) => {
      const request = attempt === 1 ? sleep("10m") : sleep("1s").then(() => "data");
      const limit = sleep("55s").then(() => Promise.reject(new SlowAnswerError("no answer for 55 s")));
      return race(Promise.race([request, limit]));
    },
    { softTimeLimit: "60s", policy: { schedule: fixed("1s"), retryIf: (error) => error instanceof SlowAnswerError } },
  );
  app.worker().start();
  const result = await call.delay();
  return { value: await clock.runUntil(result.get()), log };
}

/** 004-9: an item takes a minute and the soft limit five; what is left goes on in a minute, as the arguments of the next attempt. */
export async function savedProgress() {
  const { app, clock, log } = stage();
  const saved: number[] = [];
  const work = app.task(
    "dataset",
    async (ctx, items: readonly number[]) => {
      for (const [index, item] of items.entries()) {
        try {
          await ctx.sleep("1m");
        } catch (error) {
          if (!(error instanceof SoftTimeLimitError)) throw error;
          throw ctx.retry({ error, delay: "60s", args: [items.slice(index)] });
        }
        saved.push(item);
      }
      return saved.length;
    },
    { softTimeLimit: "270s", timeLimit: "6m" },
  );
  app.worker().start();
  const result = await work.delay([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  return { value: await clock.runUntil(result.get()), saved, log };
}

/** 004-10: a limit for this one call; and one that the task sets itself, from its arguments, while it runs. */
export async function limitOfOneExecution() {
  const { app, clock } = stage();
  const ends: string[] = [];
  const policy = { attempts: 1 };
  const onFailure = ({ error }: { readonly error: unknown }) => {
    const kind = error instanceof TimeLimitError ? "given up" : "asked to stop";
    ends.push(`${kind} after ${clock.now() / 1_000} s`);
  };
  const work = app.task("work", ({ sleep }) => sleep("1h"), { policy, onFailure });
  const own = app.task(
    "own",
    async ({ sleep, limit }, seconds: number) => {
      limit(seconds * 1_000, (seconds + 60) * 1_000);
      await sleep("1h");
    },
    { policy, onFailure },
  );
  const deaf = app.task("deaf", () => new Promise<never>(() => {}), { policy, onFailure });
  app.worker({ concurrency: 3 }).start();
  await work.enqueue({ softTimeLimit: "5m" });
  await own.delay(120);
  await deaf.enqueue({ timeLimit: "6m" });
  await clock.runUntil(app.idle());
  return ends;
}
