import { fixed, seededRandom } from "ostinato";
import { stage } from "./stage.ts";

/** 002-18: a task that fails on demand, run to its end. Hours of waiting take no time. */
export async function runToTheEnd(shouldFail = true) {
  const { app, clock } = stage();
  const attempts: number[] = [];
  const failing = app.task(
    "failing",
    ({ attempt }, fail: boolean) => {
      attempts.push(attempt);
      if (fail) throw new RangeError("as intended");
      return "success";
    },
    { policy: { attempts: 4, schedule: fixed("1h") } },
  );
  app.worker().start();
  const result = await failing.delay(shouldFail);
  await clock.runUntil(app.idle());
  return { attempts, state: await result.state(), hours: clock.now() / 3_600_000 };
}

/** 002-19: a network that loses half of all calls; the seed says which, and says the same each time. */
export async function halfOfTheTime(seed = 7) {
  const { app, clock } = stage();
  const chance = seededRandom(seed);
  const unreliable = app.task(
    "unreliable",
    (_, id: number) => {
      if (chance() < 0.5) throw new TypeError("fetch failed");
      return `processed ${id}`;
    },
    { policy: { attempts: 6 } },
  );
  app.worker().start();
  const results = await Promise.all(Array.from({ length: 20 }, (_, id) => unreliable.delay(id)));
  await clock.runUntil(app.idle());
  const outcomes = await Promise.all(results.map((result) => result.get({ propagate: false, timeout: 0 })));
  return outcomes.map(({ ok, attempts }) => (ok ? attempts : -attempts));
}
