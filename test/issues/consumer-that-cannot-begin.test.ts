import { expect, it } from "vitest";
import { createApp } from "ostinato/tasks";
import { virtualClock } from "ostinato/testing";
import { memoryTransport, type Transport } from "ostinato/transport";

/** A transport that refuses to consume, as one that was closed does: the rejection was nobody's, which ends a process. */
it("a worker that cannot begin on a queue says so, and works on the others", async () => {
  const clock = virtualClock();
  const memory = memoryTransport({ clock });
  const refused = new Error("no such queue");
  const transport: Transport = {
    ...memory,
    consume: (queue, ...rest) => {
      if (queue === "lost") throw refused;
      return memory.consume(queue, ...rest);
    },
  };
  const app = createApp({ clock, transport });
  const errors: unknown[] = [];
  app.on("error", (event) => errors.push(event));
  const task = app.task("t", () => "ran");
  const worker = app.worker({ queues: ["lost", "default"] }).start();
  const result = await task.delay();
  expect(await clock.runUntil(result.get())).toBe("ran");
  expect(errors).toEqual([{ error: refused, during: "consume", queue: "lost" }]);
  await clock.runUntil(worker.drain());
});
