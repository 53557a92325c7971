import { fixed } from "ostinato";
import type { FailureNote, TaskHooks } from "ostinato/tasks";
import { stage, TemporaryError } from "./stage.ts";

const policy = { attempts: 2, schedule: fixed("1s") };
const busy = () => Promise.reject(new TemporaryError("busy"));

/** 004-13: what a class with `on_failure` was for is an object of hooks, which tasks spread into their options. */
export async function alertOnFailure() {
  const { app, clock } = stage();
  const alerts: string[] = [];
  const alerting = {
    onFailure: ({ task, id, error }) => {
      alerts.push(`Task failed: ${task} (${id}): ${String(error)}`);
    },
  } satisfies TaskHooks;
  const first = app.task("first", busy, { policy, ...alerting });
  const second = app.task("second", (_, data: string) => data, alerting);
  app.worker().start();
  await first.enqueue({ id: "task 1" });
  await second.enqueue({ id: "task 2", args: ["data"] });
  await clock.runUntil(app.idle());
  return alerts;
}

/** 004-14: a task that is sent, once, when this one call has failed for good; it may run anywhere, and be tried again itself. */
export async function errorHandlerOfOneCall() {
  const { app, clock } = stage();
  const notes: unknown[] = [];
  const handler = app.task("error-handler", ({ attempt }, note: FailureNote, data: string) => {
    if (attempt === 1) throw new TemporaryError("the log is busy");
    notes.push({ note, data });
  });
  const work = app.task("work", (_ctx, _data: string) => busy(), { policy });
  app.worker().start();
  await work.enqueue({ id: "with", args: ["data"], linkError: { task: handler, args: ["data"] } });
  await work.enqueue({ id: "without", args: ["data"] });
  await clock.runUntil(app.idle());
  return notes;
}
