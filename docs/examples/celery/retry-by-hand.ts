import { flaky, LastingError, stage, TemporaryError, times } from "./stage.ts";

/** 000-1: the task catches its error and asks for another attempt in five seconds. */
export async function askAgainInFiveSeconds() {
  const { app, clock, log } = stage();
  const post = flaky(times(2, new Error("no connection")), () => "delivered");
  const notify = app.task("notify", async (ctx) => {
    try {
      return await post();
    } catch (error) {
      throw ctx.retry({ error, delay: "5s" });
    }
  });
  app.worker().start();
  const result = await notify.delay();
  return { value: await clock.runUntil(result.get()), log };
}

/** 001-2: a named task chooses each delay from the number of its attempt: 1 s, 3 s, 9 s. The error it names is what remains. */
export async function powersOfThree() {
  const { app, clock, log } = stage();
  const seen: string[] = [];
  const execute = flaky(times(9, new TemporaryError("crowded")), () => "done");
  app.task(
    "foo.task",
    async (ctx) => {
      try {
        return await execute();
      } catch (error) {
        seen.push(`attempt ${ctx.attempt}: ${String(error)}`);
        throw ctx.retry({ error, delay: 1_000 * 3 ** (ctx.attempt - 1) });
      }
    },
    { policy: { attempts: 4 } },
  );
  app.worker().start();
  const result = await app.send("foo.task");
  await clock.runUntil(app.idle());
  return { seen, log, last: (await result.info())?.error };
}

/** 002-10: what is temporary comes again in a minute; what lasts ends the task at once, whatever the policy allows. */
export async function temporaryOrLasting() {
  const { app, clock, log } = stage();
  const failures = [new TemporaryError("locked"), new LastingError("no such item")];
  const process = flaky(failures, (item: number) => `item ${item}`);
  const task = app.task("item", async (ctx, item: number) => {
    try {
      return await process(item);
    } catch (error) {
      if (error instanceof TemporaryError) throw ctx.retry({ error, delay: "60s" });
      throw ctx.reject(error);
    }
  });
  app.worker().start();
  const result = await task.delay(7);
  await clock.runUntil(app.idle());
  const { state, reason, attempt } = (await result.info())!;
  return { log, state, reason, attempt };
}
