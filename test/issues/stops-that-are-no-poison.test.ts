import { expect, it } from "vitest";
import { createApp } from "ostinato/tasks";
import { memoryTransport, type Transport } from "ostinato/transport";
import { limitedTransport } from "../transport/limited.ts";
import { stage } from "../task/stage.ts";

/** Each worker that stopped gave the message back, and each time counted: a task that outlasted ten deployments was poison. */
it.each([
  ["in one step", memoryTransport],
  ["in two", limitedTransport],
] as const)("F-097 a task that outlasts many workers is no poison, where it is sent anew %s", async (_how, make) => {
  const { clock } = stage();
  const transport: Transport = make({ clock });
  const app = createApp({ clock, transport });
  const task = app.task("long", ({ sleep }) => sleep("20s"));
  const result = await task.delay();
  for (let deployment = 0; deployment < 25; deployment++) {
    const worker = app.worker().start();
    await clock.advance("15s");
    await clock.runUntil(worker.drain({ timeout: 0 }));
  }
  expect(await result.state()).toBe("STARTED");
  app.worker().start();
  await clock.runUntil(app.idle());
  expect(await result.info()).toMatchObject({ state: "SUCCESS", attempt: 1 });
});
