import { expect, it } from "vitest";
import { createApp } from "ostinato/tasks";
import { limitedTransport } from "../transport/limited.ts";
import { stage } from "../task/stage.ts";

/** A task that waits for its key kept its claim on the attempt, and was itself the one whom it then waited for, for half a minute. */
it("a second task under one key has its result soon after the first, where copies are told by claims", async () => {
  const { clock } = stage();
  const app = createApp({ clock, transport: limitedTransport({ clock }) });
  const task = app.task("t", ({ sleep }) => sleep("6s"));
  app.worker({ concurrency: 4 }).start();
  const results = [await task.enqueue({ dedupe: "key" }), await task.enqueue({ dedupe: "key" })];
  await clock.runUntil(Promise.all(results.map((result) => result.get())));
  expect(clock.now()).toBeLessThan(20_000);
});
