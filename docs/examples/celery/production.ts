import { anyOf, cap, exponential, fullJitter, onError, schedule } from "ostinato";
import { isTimeout, situations } from "ostinato/compat";
import { isNetworkError } from "ostinato/http";
import type { VirtualClock } from "ostinato/testing";
import { memoryTransport, type Transport } from "ostinato/transport";
import { newYear, stage } from "./stage.ts";

const failed = (more: object): Error => Object.assign(new Error("failed"), more);

const FAILURES: Readonly<Record<string, Error>> = {
  network: failed({ code: "ECONNRESET" }),
  "rate limit": failed({ status: 429, headers: { "retry-after": "120" } }),
  "database lock": failed({ code: "40P01" }),
  "api down": failed({ status: 503 }),
  "invalid data": failed({ status: 422 }),
  "not found": failed({ status: 404 }),
  authentication: failed({ status: 401 }),
  timeout: failed({ code: "ETIMEDOUT", name: "TimeoutError" }),
};

/** 004-19: a table of situations and what to do in each, as routes of one policy: how often each kind is tried, and its first wait. */
export async function eachSituationItsWay() {
  const { app, clock } = stage({ defaults: { policy: { attempts: 12, routes: situations } } });
  const first = new Map<string, number>();
  app.on("retry", ({ id, delay, attempt }) => attempt === 1 && first.set(id, delay));
  const task = app.task("call", (_, kind: string) => Promise.reject(FAILURES[kind]));
  app.worker({ concurrency: 8 }).start();
  await Promise.all(Object.keys(FAILURES).map((kind) => task.enqueue({ id: kind, args: [kind] })));
  await clock.runUntil(app.idle());
  const attempts = async (kind: string) => (await app.result(kind).info())!.attempt;
  const rows = Object.keys(FAILURES).map(async (kind) => [kind, await attempts(kind), first.get(kind) ?? 0] as const);
  return Promise.all(rows);
}

/** A process that takes messages and dies with each of them: nobody ever says what became of them. */
async function dying(clock: VirtualClock, transport: Transport, deliveries: number): Promise<void> {
  let left = deliveries;
  const dead = transport.consume("default", async () => void left--, { concurrency: 1, onError: () => {} });
  while (left > 0) await clock.advance("1s");
  await dead.drain();
}

/** A task of which `deaths` processes have died, under a worker that lives. */
async function survived(deaths: number) {
  const clock = newYear();
  const transport = memoryTransport({ clock, lease: "30s" });
  const { app } = stage({ transport }, clock);
  const task = app.task("production", ({ attempt, delivery }) => ({ attempt, delivery }), {
    policy: {
      retryIf: anyOf(isNetworkError, isTimeout, onError(RangeError)),
      schedule: schedule(exponential("1s"), cap("10m"), fullJitter),
      attempts: 6,
      totalTimeout: "2h",
    },
    softTimeLimit: "50s",
    timeLimit: "60s",
  });
  const result = await task.delay();
  await dying(clock, transport, deaths);
  app.worker({ maxDeliveries: 3 }).start();
  await clock.runUntil(app.idle());
  const { letters } = await app.deadLetters().list();
  return { outcome: await result.get({ propagate: false }), letters: letters.map(({ reason }) => reason) };
}

/** 004-20: a message is done when its end is recorded. A process that dies costs a delivery and no attempt; one that always does, ends. */
export async function deathOfAWorker() {
  const [once, always] = [await survived(1), await survived(3)];
  return {
    once: once.outcome.ok && once.outcome.value,
    always: !always.outcome.ok && { reason: always.outcome.error.reason, letters: always.letters },
  };
}
