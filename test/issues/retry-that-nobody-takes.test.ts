import { describe, expect, it } from "vitest";
import { memoryTransport } from "ostinato/transport";
import { limitedTransport } from "../transport/limited.ts";
import { mail } from "../transport/post.ts";
import { stage } from "../task/stage.ts";
import { createApp } from "ostinato/tasks";

/**
 * A retry was recorded, and its message refused by the broker for good. It came again and again, until the broker itself put it among
 * the dead, and the task stood in RETRY for ever.
 */
describe("a retry whose message nobody takes", () => {
  it("for its priority is refused where it is asked for", async () => {
    const { app, clock } = stage();
    const task = app.task("t", ({ retry }) => {
      throw retry({ priority: 10 });
    });
    app.worker().start();
    const result = await task.delay();
    await clock.runUntil(app.idle());
    expect(await result.info()).toMatchObject({ state: "FAILURE", error: { code: "INVALID_OPTION" } });
    await expect(task.enqueue({ priority: 10 })).rejects.toMatchObject({ option: "priority" });
  });

  it("because its queue stays full ends the task, and that is recorded", async () => {
    const { clock } = stage();
    const transport = memoryTransport({ clock, limit: 1 });
    const app = createApp({ clock, transport });
    const task = app.task("t", ({ retry }) => {
      throw retry({ queue: "full" });
    });
    await transport.publish(mail("x", { queue: "full" }));
    app.worker({ queues: ["default"] }).start();
    const result = await task.delay();
    await clock.runUntil(app.idle());
    expect(await result.info()).toMatchObject({ state: "FAILURE", reason: "poison", attempt: 1 });
    expect((await app.deadLetters().list()).letters).toMatchObject([{ id: result.id, reason: "poison", attempts: 1 }]);
  });

  it("a priority says nothing where all messages are equal", async () => {
    const { clock } = stage();
    const app = createApp({ clock, transport: limitedTransport({ clock }) });
    const task = app.task("t", ({ retry, isLast }) => {
      if (!isLast) throw retry({ priority: 5, delay: 1 });
    });
    app.worker().start();
    const result = await task.enqueue({ priority: 5 });
    await clock.runUntil(app.idle());
    expect(await result.state()).toBe("SUCCESS");
  });
});
