import { type Clock, fixed } from "ostinato";
import { expect, it } from "vitest";
import { createApp, memoryBackend } from "ostinato/tasks";
import { memoryTransport } from "ostinato/transport";
import { stage } from "../task/stage.ts";

/** A worker whose wall clock was behind gave back what the broker had held back long enough, until its own clock agreed. */
it.each([-300_000, 300_000])(
  "F-101 what is due is the broker's to say, also where a worker's clock is off by %d ms",
  async (off) => {
    const { clock } = stage();
    const parts = { transport: memoryTransport({ clock }), backend: memoryBackend({ clock }) };
    const skewed: Clock = {
      now: () => clock.now(),
      wallNow: () => clock.wallNow() + off,
      schedule: (delay, run) => clock.schedule(delay, run),
    };
    const app = createApp({ ...parts, clock: skewed });
    const starts: number[] = [];
    const policy = { schedule: fixed("10s") };
    app.task("t", ({ isLast }) => (starts.push(clock.now()), isLast ? undefined : Promise.reject(new Error("busy"))), {
      policy,
    });
    app.worker().start();
    const result = await createApp({ ...parts, clock }).send("t", { delay: "1m" });
    await clock.runUntil(result.get());
    expect(starts).toEqual([60_000, 70_000, 80_000]);
  },
);
