import { cap, exponential, fixed, fullJitter, onError, policy, type Schedule, schedule, seededRandom } from "ostinato";
import type { TaskPolicy } from "ostinato/tasks";
import { stage } from "./stage.ts";

class DeliveryError extends Error {
  override readonly name = "DeliveryError";
}

/** Runs a task that always fails, under a policy, to its end. */
async function notifying(how: TaskPolicy<never>) {
  const { app, clock, log } = stage();
  const notify = app.task("notify", () => Promise.reject(new DeliveryError("no connection")), { policy: how });
  app.worker().start();
  const result = await notify.delay();
  await clock.runUntil(app.idle());
  return { log, attempts: (await result.info())?.attempt };
}

/** 000-2: which errors, how often, how long between: the task itself needs no `catch`. Seven retries are eight attempts. */
export const everyFiveSeconds = () =>
  notifying({ retryIf: onError(DeliveryError), attempts: 8, schedule: fixed("5s") });

/** 000-3: the delays double from a second, and are drawn from zero up to that. */
export const doublingFromOneSecond = () =>
  notifying({ attempts: 6, schedule: schedule(exponential("1s"), cap("10m"), fullJitter) });

/** 000-4: the same from five seconds. */
export const doublingFromFiveSeconds = () =>
  notifying({ attempts: 6, schedule: schedule(exponential("5s"), cap("10m"), fullJitter) });

/** 000-5: twenty tasks fail at once. Without jitter they come back in one instant, with it they spread. */
export async function jitterSpreadsTheHerd() {
  const returning = async (when: Schedule): Promise<number> => {
    const { app, clock } = stage({ random: seededRandom(5) });
    const instants = new Set<number>();
    app.on("retry", ({ dueAt }) => instants.add(dueAt));
    const notify = app.task("notify", () => Promise.reject(new DeliveryError("no connection")), {
      policy: { attempts: 2, schedule: when },
    });
    app.worker({ concurrency: 20 }).start();
    await Promise.all(Array.from({ length: 20 }, () => notify.delay()));
    await clock.runUntil(app.idle());
    return instants.size;
  };
  return {
    without: await returning(exponential("5s")),
    with: await returning(schedule(exponential("5s"), fullJitter)),
  };
}

/** What a base class was for: a policy, checked and frozen once, that tasks share. */
const patient = policy({ attempts: 6, schedule: schedule(exponential("1s"), cap("10m"), fullJitter) });

/** 000-6: several tasks share a policy; one of them allows less and changes nothing for the other. */
export async function sharedPolicy() {
  const usual = await notifying(patient);
  const hurried = await notifying({ ...patient, attempts: 2 });
  const after = await notifying(patient);
  return { attempts: [usual, hurried, after].map(({ attempts }) => attempts), frozen: Object.isFrozen(patient) };
}
