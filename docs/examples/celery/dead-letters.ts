import { fixed } from "ostinato";
import { recordError } from "ostinato/tasks";
import type { VirtualClock } from "ostinato/testing";
import { type Delivery, memoryTransport, type Transport } from "ostinato/transport";
import { newYear, stage } from "./stage.ts";

const policy = { attempts: 2, schedule: fixed("60s") };
const broken = (): never => {
  throw new Error("cannot be processed");
};

/** 004-11: what has failed for good becomes a letter by itself; whoever keeps the letters is handed each one, with all of it. */
export async function letterForAPerson() {
  const { app, clock } = stage({ describe: (error) => recordError(error, { stack: true }) });
  const kept: object[] = [];
  const task = app.task("import", (_ctx, _row: number, _name: string) => broken(), { policy });
  app.deadLetters().consume(({ task: name, error, reason, attempts, args }) => {
    const hasStack = error?.stack?.includes("cannot be processed");
    kept.push({ task: name, args: args(), error: error?.message, hasStack, reason, attempts });
  });
  app.worker().start();
  const result = await task.delay(7, "Ada");
  await clock.runUntil(app.idle());
  await clock.advance("1s");
  return { kept, state: await result.state(), left: (await app.deadLetters().list()).letters.length };
}

/** A broker that moves dead letters in one step, or one that cannot; and how each message was settled. */
function broker(clock: VirtualClock, canMove: boolean, settled: string[]): Transport {
  const inner = memoryTransport({ clock });
  const noted = (delivery: Delivery): Delivery => ({
    envelope: delivery.envelope,
    deliveryCount: delivery.deliveryCount,
    leaseUntil: delivery.leaseUntil,
    ack: () => (settled.push("ack"), delivery.ack()),
    release: (options) => delivery.release(options),
    ...(canMove && { deadLetter: (death) => (settled.push("moved"), delivery.deadLetter!(death)) }),
  });
  return { ...inner, consume: (queue, work, how) => inner.consume(queue, (delivery) => work(noted(delivery)), how) };
}

/** 004-12: a broker that moves dead letters itself is asked to; with another the letter is sent there. No worker runs them again. */
export async function movedByTheBroker() {
  const ends = [];
  for (const canMove of [true, false]) {
    const clock = newYear();
    const settled: string[] = [];
    const { app, log } = stage({ transport: broker(clock, canMove, settled) }, clock);
    const task = app.task("import", () => broken(), { policy: { attempts: 1 }, queue: "imports" });
    app.worker().start();
    await task.delay();
    await clock.runUntil(app.idle());
    await clock.advance("1d");
    const { letters } = await app.deadLetters("imports").list();
    ends.push({ settled, received: log.length, letters: letters.map(({ reason }) => reason) });
  }
  return ends;
}

/** A row of the table in which failures are kept. */
interface FailedTask {
  readonly task: string;
  readonly args: readonly unknown[];
  readonly error: string;
  readonly at: number;
  readonly retried: boolean;
}

/** 004-18: a table of failures, one row for each task; a row is tried again by hand, when the cause is gone. */
export async function tableOfFailures() {
  const table = new Map<string, FailedTask>();
  const { app, clock } = stage({
    defaults: {
      onFailure: ({ id, task, args, error }) =>
        table.set(id, { task, args, error: String(error), at: clock.wallNow(), retried: false }),
    },
  });
  let down = true;
  const bill = app.task("bill", (_, customer: string) => (down ? broken() : `billed ${customer}`), { policy });
  app.worker().start();
  await bill.enqueue({ args: ["Ada"], id: "bill of Ada" });
  await clock.runUntil(app.idle());
  down = false;
  const { letters } = await app.deadLetters().list();
  for (const letter of letters) {
    const again = await letter.replay();
    table.set(letter.id, { ...table.get(letter.id)!, retried: true });
    await clock.runUntil(again.get());
  }
  return { table: [...table], left: await app.deadLetters().replay({ all: true }) };
}
