import { expect, it } from "vitest";
import { createApp } from "ostinato/tasks";
import { virtualClock } from "ostinato/testing";
import type { Transport } from "ostinato/transport";
import { limitedTransport } from "../transport/limited.ts";

/**
 * A second copy of an attempt that is under way waits for it. Where the transport cannot replace a message in one step it was sent
 * anew each second; with a broker whose answers are lost every such sending left two copies, each of which did the same.
 */
it("copies that wait for an attempt under way do not multiply when answers of the broker are lost", async () => {
  const clock = virtualClock();
  const broker = limitedTransport({ clock });
  let sent = 0;
  const transport: Transport = {
    ...broker,
    isRetryable: () => true,
    publish: async (envelope, how) => {
      await broker.publish(envelope, how);
      if (sent++ % 2 === 0) throw new Error("the answer was lost");
    },
  };
  const app = createApp({ clock, transport });
  const task = app.task("long", ({ sleep }) => sleep("10s"));
  app.worker({ concurrency: 1_000 }).start();
  await clock.runUntil(task.delay());
  await clock.runUntil(app.idle());
  expect(sent).toBe(2);
});
