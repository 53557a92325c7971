import { expect, it } from "vitest";
import { createApp } from "ostinato/tasks";
import { memoryTransport, type Transport } from "ostinato/transport";
import { stage } from "../task/stage.ts";

/** A broker counts hops as deliveries; one that caps deliveries itself put a message with many of them among the dead, unrecorded. */
it("a delay of more hops than the broker's own cap of deliveries is kept, and the message lives", async () => {
  const { clock } = stage();
  const whole = memoryTransport({ clock });
  const capabilities = { ...whole.capabilities, maxPublishDelay: 10_000, maxReleaseDelay: 10_000 };
  const transport: Transport = { ...whole, capabilities };
  const app = createApp({ clock, transport });
  const task = app.task("t", () => clock.now());
  app.worker().start();
  const result = await task.enqueue({ delay: "1h" });
  expect(await clock.runUntil(result.get({ timeout: "2h" }))).toBe(3_600_000);
});
