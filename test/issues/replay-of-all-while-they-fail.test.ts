import { expect, it } from "vitest";
import { stage } from "../task/stage.ts";

/** Letters were replayed page by page; those that failed at once lay on a later page, and were replayed again, without end. */
it("to replay all dead letters is to replay each that is there once, also when they fail again at once", async () => {
  const { app, clock } = stage();
  let calls = 0;
  const policy = { attempts: 1 };
  const task = app.task("t", () => Promise.reject(new Error(`call ${++calls}`)), { policy });
  app.worker({ concurrency: 50 }).start();
  for (let n = 0; n < 250; n++) await task.enqueue({ id: `bill ${n}` });
  await clock.runUntil(app.idle());
  expect(await clock.runUntil(app.deadLetters().replay({ all: true }))).toBe(250);
  await clock.runUntil(app.idle());
  expect(calls).toBe(500);
});
