import { expect, it } from "vitest";
import { stage } from "../task/stage.ts";

/** What a hard limit has given up may run on. Where it then asked for other limits, their timers kept the process for as long. */
it("limits that a task asks for after it was given up leave no timer", async () => {
  const { app, clock } = stage();
  const asked: number[] = [];
  const task = app.task(
    "t",
    async ({ limit }) => {
      await new Promise<void>((resolve) => clock.schedule(10_000, resolve));
      limit("1h", "2h");
      asked.push(clock.now());
    },
    { timeLimit: "1s", policy: { attempts: 1 } },
  );
  app.worker().start();
  await task.delay();
  await clock.advance("20s");
  expect(asked).toEqual([10_000]);
  expect(Math.max(0, ...clock.pending())).toBeLessThan(60_000);
});
