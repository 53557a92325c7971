import { cap, explain, exponential, fixed, formatMillis, fullJitter, lint, schedule } from "ostinato";
import { isNetworkError } from "ostinato/http";
import { stage } from "./stage.ts";

const bug = new TypeError("x is not a function");

/** 002-13: a policy that names its errors does not try a bug again; one that names none wastes its attempts on it. */
export async function nameTheErrors() {
  const callsUnder = async (retryIf?: (error: unknown) => boolean): Promise<number> => {
    const { app, clock } = stage();
    const task = app.task("buggy", () => Promise.reject(bug), { policy: { attempts: 5, retryIf } });
    app.worker().start();
    const result = await task.delay();
    await clock.runUntil(app.idle());
    return (await result.info())!.attempt;
  };
  return { anything: await callsUnder(), named: await callsUnder(isNetworkError) };
}

/** 002-14: how many attempts are reasonable is easier to say when one sees how long they take at worst. */
export function reasonableLimits() {
  const backoff = schedule(exponential("1s"), cap("10m"), fullJitter);
  const worst = (attempts: number): string =>
    formatMillis(explain({ attempts, schedule: backoff, attemptTimeout: "10s" }).worst.total);
  return {
    api: worst(6),
    database: worst(4),
    critical: worst(11),
    endless: lint({ attempts: Infinity, schedule: backoff }).map(({ code }) => code),
  };
}

/** 002-15: a fixed delay brings everybody back together, and that can be told before it happens. */
export const growAndSpread = () => ({
  fixed: lint({ schedule: fixed("60s") }, { "no-deadline": false }),
  endless: lint({ schedule: schedule(exponential("1s"), fullJitter) }, { "no-deadline": false }),
  sound: lint({ schedule: schedule(exponential("1s"), cap("10m"), fullJitter) }, { "no-deadline": false }),
});
