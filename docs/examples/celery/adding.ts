import { seededRandom } from "ostinato";
import { recordError } from "ostinato/tasks";
import { stage, type Stage } from "./stage.ts";

/** 003-2: a task is a function with a name. It can be called like one, here and now, once. */
export async function declared() {
  const { app } = stage();
  const add = app.task("add", (_, x: number, y: number) => x + y);
  return add.call(3, 4);
}

/** 003-3: a worker is started, and stopped when what it has in hand is done. */
export async function startedAndStopped() {
  const { app, clock, log } = stage();
  app.task("add", (_, x: number, y: number) => x + y);
  const worker = app.worker().start();
  await app.send("add", { args: [3, 4] });
  await clock.runUntil(app.idle());
  await worker.drain();
  const left = await app.send("add", { args: [5, 6] });
  await clock.advance("1h");
  return { log, left: await left.state() };
}

/** 003-4: the task is sent with its arguments, whose types are those of the function. */
export async function sent() {
  const { app, clock } = stage();
  const add = app.task("add", (_, x: number, y: number) => x + y);
  app.worker().start();
  const result = await add.delay(3, 4);
  return clock.runUntil(result.get());
}

/** 003-5: an error ends up in the log and in the record; with its stack, if you say so. */
export async function failing() {
  const { app, clock, log } = stage({ describe: (error) => recordError(error, { stack: true }) });
  const add = app.task(
    "add",
    (_ctx, _x: number, _y: number): number => {
      throw new Error("cannot add today");
    },
    { policy: { attempts: 1 } },
  );
  app.worker().start();
  const result = await add.delay(3, 4);
  await clock.runUntil(app.idle());
  return { log, stack: (await result.info())?.error?.stack };
}

/** 003-6: three retries, two seconds apart, are four calls. */
export async function threeRetries() {
  const { app, clock, log } = stage({ defaults: { policy: { attempts: 4 } } });
  const add = app.task("add", (ctx, _x: number, _y: number): number => {
    throw ctx.retry({ delay: "2s", error: new Error("odd") });
  });
  app.worker().start();
  await add.delay(3, 4);
  await clock.runUntil(app.idle());
  return log;
}

/** 003-7: one decision may allow less than the policy: two calls are one retry. No other task hears of it. */
export async function oneRetry() {
  const { app, clock, log } = stage({ defaults: { policy: { attempts: 4 } } });
  const add = app.task("add", (ctx, _x: number, _y: number): number => {
    throw ctx.retry({ delay: "2s", error: new Error("odd"), attempts: 2 });
  });
  app.worker().start();
  await add.delay(3, 4);
  await clock.runUntil(app.idle());
  return log;
}

/** A worker whose task adds when a number drawn from 1 to 10 is even, and is tried once more when it is odd. */
function addingWhenEven({ app }: Stage, random: () => number, again: () => object) {
  const drawn: number[] = [];
  const add = app.task("add", (ctx, x: number, y: number) => {
    drawn.push(1 + Math.floor(random() * 10));
    if (drawn.at(-1)! % 2 === 0) return x + y;
    throw ctx.retry({ error: new Error("odd"), attempts: 2, ...again() });
  });
  app.worker().start();
  return { add, drawn };
}

/** 003-8: it fails now and then. A seed makes chance repeat itself. */
export async function byChance(seed = 7) {
  const scene = stage();
  const { add, drawn } = addingWhenEven(scene, seededRandom(seed), () => ({ delay: "2s" }));
  await add.delay(3, 4);
  await scene.clock.runUntil(scene.app.idle());
  return { drawn, log: scene.log };
}

/** 003-9: an instant instead of a delay. */
export async function atAnInstant() {
  const scene = stage();
  const { clock, app, log } = scene;
  const draws = [0, 0.9];
  const { add } = addingWhenEven(
    scene,
    () => draws.shift()!,
    () => ({ at: new Date(clock.wallNow() + 1_000) }),
  );
  const result = await add.delay(3, 4);
  await clock.advance("500ms");
  const waiting = await result.info();
  await clock.runUntil(app.idle());
  return { dueAt: new Date(waiting?.dueAt ?? 0).toISOString(), log, value: await result.get() };
}
