import { describe, expect, it } from "vitest";
import { createApp } from "ostinato/tasks";
import { memoryTransport } from "ostinato/transport";
import { underway } from "../../src/task/underway.ts";
import { stage } from "../task/stage.ts";

/** An app that only sends never heard how its tasks ended, and remembered each of them for ever. */
describe("what an app remembers", () => {
  it("of tasks that it has sent is bounded, and the newest are what it waits for", async () => {
    const { open, add, remove, idle } = underway();
    for (let id = 0; id < 250_000; id++) add(String(id));
    expect(open.size).toBeLessThanOrEqual(100_000);
    expect([open.has("249999"), open.has("0")]).toEqual([true, false]);
    for (const id of open) remove(id);
    await idle();
  });

  it("of names that messages bear is bounded, too", async () => {
    const { clock } = stage();
    const transport = memoryTransport({ clock });
    const [stranger, app] = [createApp({ clock, transport }), createApp({ clock, transport })];
    app.task("known", () => {});
    for (let name = 0; name < 1_200; name++) await stranger.send(`name ${name}`);
    app.worker({ concurrency: 100 }).start();
    await clock.advance("1m");
    const { counters } = await app.inspect();
    expect(counters.size).toBe(1_001);
    expect(counters.get("*")!.failures).toEqual({ undecodable: 200 });
  });
});
