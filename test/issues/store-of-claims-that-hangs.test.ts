import { describe, expect, it } from "vitest";
import { createApp, memoryIdempotency } from "ostinato/tasks";
import { stage } from "../task/stage.ts";

/** To claim was the one question to a store without a time limit or another try: a worker whose store hung once stood for ever. */
describe("a store of claims", () => {
  it("that hangs once does not hold its worker up", async () => {
    const { clock } = stage();
    const store = memoryIdempotency({ clock });
    let asked = 0;
    const claim: typeof store.claim = (...all) => (asked++ === 0 ? new Promise(() => {}) : store.claim(...all));
    const app = createApp({ clock, idempotency: { ...store, claim } });
    const task = app.task("t", () => "done");
    app.worker().start();
    const results = [await task.enqueue({ dedupe: "key" }), await task.delay()];
    await clock.runUntil(app.idle());
    expect(await Promise.all(results.map((result) => result.get()))).toEqual(["done", "done"]);
    expect(clock.now()).toBeLessThan(30_000);
  });

  it("that is away for ten minutes makes no message poison", async () => {
    const { clock } = stage();
    const store = memoryIdempotency({ clock });
    let isAway = true;
    const claim: typeof store.claim = (...all) => (isAway ? Promise.reject(new Error("away")) : store.claim(...all));
    const app = createApp({ clock, idempotency: { ...store, claim } });
    const task = app.task("t", () => "done");
    app.worker().start();
    const result = await task.enqueue({ dedupe: "key" });
    await clock.advance("10m");
    isAway = false;
    await clock.runUntil(app.idle());
    expect(await result.get()).toBe("done");
  });
});
