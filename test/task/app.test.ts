import { fixed, onError } from "ostinato";
import { describe, expect, it } from "vitest";
import { stage } from "./stage.ts";

describe("a task", () => {
  it("is sent, run, and its result comes back", async () => {
    const { app, clock } = stage();
    const add = app.task("add", (_, x: number, y: number) => x + y);
    const worker = app.worker().start();
    const result = await add.delay(3, 4);
    expect(await clock.runUntil(result.get({ timeout: "5s" }))).toBe(7);
    expect(await result.state()).toBe("SUCCESS");
    await clock.runUntil(worker.drain());
  });

  it("is tried again as the policy says", async () => {
    const { app, clock } = stage();
    const seen: string[] = [];
    const flaky = app.task(
      "flaky",
      async ({ attempt, attempts }, name: string) => {
        seen.push(`${name} ${attempt} of ${attempts} at ${clock.now()}`);
        if (attempt < 3) throw new RangeError("busy");
        return "done";
      },
      { policy: { attempts: 5, schedule: fixed("1m"), retryIf: onError(RangeError) } },
    );
    app.worker().start();
    const result = await flaky.delay("ada");
    expect(await clock.runUntil(result.get())).toBe("done");
    expect(seen).toEqual(["ada 1 of 5 at 0", "ada 2 of 5 at 60000", "ada 3 of 5 at 120000"]);
    const states = (await result.history()).map(({ state }) => state);
    expect(states).toEqual(["PENDING", "STARTED", "RETRY", "STARTED", "RETRY", "STARTED", "SUCCESS"]);
    await clock.runUntil(app.idle());
  });
});
