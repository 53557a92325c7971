import { fixed } from "ostinato";
import { expect, it } from "vitest";
import { stage } from "../task/stage.ts";

/** What `describe` said went into messages as it was; a part that JSON has not made every one of them impossible to send. */
it("of what an app says of its errors only text is kept, and no more than of any error", async () => {
  const said = { name: "Redacted", message: "x".repeat(20_000), code: 5n, more: () => {} };
  const { app, clock } = stage({ describe: () => said as never });
  const policy = { schedule: fixed(1), attempts: 2 };
  const task = app.task("t", () => Promise.reject(new Error("busy")), { policy });
  app.worker().start();
  const result = await task.delay();
  await clock.runUntil(app.idle());
  const { reason, attempt, error } = (await result.info())!;
  expect([reason, attempt, Object.keys(error!), error!.message.length]).toEqual([
    "attempts",
    2,
    ["name", "message"],
    10_001,
  ]);
  expect((await app.deadLetters().list()).letters).toMatchObject([{ error: { name: "Redacted" } }]);
});
