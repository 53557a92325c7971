import { fixed } from "ostinato";
import { flaky, stage, TemporaryError, times } from "./stage.ts";

/** Three tasks under one worker, looked at after two seconds: one runs, one waits for its retry, one has failed for good. */
async function looked() {
  const { app, clock } = stage();
  const policy = { attempts: 2, schedule: fixed("1s") };
  const long = app.task("long", (ctx) => ctx.sleep("1m"));
  const once = flaky([new TemporaryError("busy")], () => "fine");
  const patient = app.task("patient", () => once(), { policy: { schedule: fixed("10m") } });
  const always = flaky(times(2, new TemporaryError("down")), () => "never");
  const failing = app.task("failing", () => always(), { policy });
  app.worker({ concurrency: 4 }).start();
  await Promise.all([long.delay(), patient.delay(), failing.delay()]);
  await clock.advance("2s");
  return app.inspect();
}

/** 002-5: what runs at this moment, since when, at which attempt. */
export async function active() {
  const { active: running } = await looked();
  return running.map(({ task, attempt, startedAt }) => ({ task, attempt, since: new Date(startedAt).toISOString() }));
}

/** 002-6: figures about retries: how many, with which delays, what waits for when, and how tasks have ended. */
export async function figures() {
  const { counters, waiting } = await looked();
  return {
    waiting: waiting.map(({ task, delay, from, error }) => ({ task, delay, from, error: error.message })),
    failing: counters.get("failing"),
    patient: counters.get("patient"),
  };
}
