import { expect, it } from "vitest";
import { createApp, memoryBackend } from "ostinato/tasks";
import { memoryTransport, type Transport } from "ostinato/transport";
import { limitedTransport } from "../transport/limited.ts";
import { stage } from "../task/stage.ts";

/** Messages that could not be looked up were given back, and each time counted: a minute without a backend made all of them poison. */
it.each([
  ["in one step", memoryTransport],
  ["in two", limitedTransport],
] as const)(
  "a backend that is away for ten minutes makes no message poison, where it is sent anew %s",
  async (_how, make) => {
    const { clock } = stage();
    const backend = memoryBackend({ clock });
    let isAway = false;
    const there = <T>(work: () => Promise<T>): Promise<T> => (isAway ? Promise.reject(new Error("away")) : work());
    const transport: Transport = make({ clock });
    const get = (id: string) => there(() => backend.get(id));
    const app = createApp({ clock, transport, backend: { ...backend, get } });
    const task = app.task("t", ({ attempt }) => attempt);
    const result = await task.delay();
    isAway = true;
    app.worker().start();
    await clock.advance("10m");
    isAway = false;
    await clock.runUntil(app.idle());
    expect(await result.get()).toBe(1);
  },
);
