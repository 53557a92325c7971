import { fixed } from "ostinato";
import { stage, TemporaryError } from "./stage.ts";

/** A payment service that knows a key again, and whose first answer is lost after it has charged. */
function gateway() {
  const receipts = new Map<string, string>();
  let answers = 0;
  return {
    receipts,
    charge: (order: string, key: string): string => {
      const receipt = receipts.get(key) ?? `receipt ${receipts.size + 1} for ${order}`;
      receipts.set(key, receipt);
      answers += 1;
      if (answers === 1) throw new TemporaryError("the answer was lost");
      return receipt;
    },
  };
}

/** 004-15: one payment for one key, whether it is asked for twice or tried twice; the second caller gets the first one's receipt. */
export async function chargedOnce() {
  const { app, clock, log } = stage();
  const { charge, receipts } = gateway();
  const pay = app.task("pay", ({ idempotencyKey }, order: string) => charge(order, idempotencyKey), {
    policy: { attempts: 6, schedule: fixed("60s") },
    dedupe: ([order]) => `payment of ${order}`,
  });
  app.worker({ concurrency: 2 }).start();
  const [first, again] = await Promise.all([pay.delay("order 7"), pay.delay("order 7")]);
  await clock.runUntil(app.idle());
  const later = await pay.delay("order 7");
  await clock.runUntil(app.idle());
  return {
    different: new Set([first.id, again.id, later.id]).size,
    receipts: [await first.get(), await again.get(), await later.get()],
    charged: receipts.size,
    attempts: log.filter((line) => line.includes("retry")).length + 1,
  };
}

/** A table that one transaction at a time changes, all of it or nothing. */
function database(initial: Readonly<Record<string, string>>) {
  let rows = new Map(Object.entries(initial));
  let turn: Promise<unknown> = Promise.resolve();
  return {
    read: (key: string) => rows.get(key),
    write: (key: string, value: string) => void rows.set(key, value),
    transaction: <T>(work: () => Promise<T>): Promise<T> => {
      const mine = turn.then(async () => {
        const before = new Map(rows);
        try {
          return await work();
        } catch (error) {
          rows = before;
          throw error;
        }
      });
      turn = mine.catch(() => undefined);
      return mine;
    },
  };
}

/** 004-16: `around` puts each attempt into a transaction. What fails is undone, and the next attempt begins with what was there. */
export async function allOrNothing() {
  const { app, clock } = stage();
  const db = database({ "order 7": "new", stock: "3" });
  const seen: unknown[] = [];
  const process = app.task(
    "order",
    async (ctx, order: string) => {
      if (db.read(order) === "processed") return "was processed already";
      seen.push(db.read("stock"));
      db.write("stock", String(Number(db.read("stock")) - 1));
      if (ctx.attempt === 1) throw new TemporaryError("the inventory is busy");
      db.write(order, "processed");
      return "processed";
    },
    { policy: { schedule: fixed("60s") }, around: (_ctx, next) => db.transaction(next) },
  );
  app.worker({ concurrency: 2 }).start();
  const results = [await process.delay("order 7"), await process.delay("order 7")];
  await clock.runUntil(app.idle());
  return { ends: await Promise.all(results.map((result) => result.get())), stock: db.read("stock"), seen };
}
