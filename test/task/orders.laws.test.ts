import fc from "fast-check";
import { type Clock, fixed } from "ostinato";
import { describe, expect, it } from "vitest";
import { createApp, isFinal, memoryBackend, type ResultBackend, type Worker } from "ostinato/tasks";
import { virtualClock } from "ostinato/testing";
import { memoryTransport, type Transport } from "ostinato/transport";
import { lawParameters } from "../support/laws.ts";
import { limitedTransport } from "../transport/limited.ts";

const id = fc.nat(5).map(String);
const seconds = fc.nat(40);

/** What may be done to an app, in any order; times in seconds. */
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("send"), id, delay: fc.oneof(fc.constant(0), seconds) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom("revoke", "forget"), id }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("pass"), delay: seconds }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("jump"), by: fc.integer({ min: -90, max: 90 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("drain"), grace: fc.nat(20) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom("start", "replay", "discard") }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom("broker", "backend"), isAway: fc.boolean() }) },
);
const tasks = fc.array(fc.record({ takes: fc.nat(50), fails: fc.nat(3), asks: fc.boolean() }), {
  minLength: 6,
  maxLength: 6,
});
const ATTEMPTS = 3;

describe("whatever is done to tasks, in any order", () => {
  it("T1 each ends once, within its attempts, and what was taken back in time is not begun again", () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 40, size: "max" }),
        tasks,
        fc.boolean(),
        async (steps, whats, isLimited) => {
          const virtual = virtualClock({ wallNow: 1_700_000_000_000 });
          let jumped = 0;
          const clock: Clock = {
            now: () => virtual.now(),
            wallNow: () => virtual.wallNow() + jumped,
            schedule: (delay, run) => virtual.schedule(delay, run),
          };
          const away = { broker: false, backend: false };
          const there = <T>(what: keyof typeof away, work: () => Promise<T>): Promise<T> =>
            away[what] ? Promise.reject(new Error("away")) : work();
          const memory = memoryBackend({ clock });
          const ends = new Map<string, number>();
          const wrong: string[] = [];
          const backend: ResultBackend = {
            ...memory,
            get: (one) => there("backend", () => memory.get(one)),
            set: (one, record, how) =>
              there("backend", async () => {
                const kept = await memory.set(one, record, how);
                if (kept && record.attempt > ATTEMPTS) wrong.push(`${one} was tried too often`);
                if (kept && isFinal(record.state)) {
                  ends.set(one, (ends.get(one) ?? 0) + 1);
                  if (ends.get(one)! > 1) wrong.push(`${one} has ended twice`);
                }
                return kept;
              }),
          };
          const whole: Transport = isLimited ? limitedTransport({ clock }) : memoryTransport({ clock });
          const transport: Transport = { ...whole, publish: (...all) => there("broker", () => whole.publish(...all)) };
          const app = createApp({ clock, transport, backend, random: () => 0.5 });
          const revoked = new Set<string>();
          const work = app.task(
            "work",
            async ({ id: own, attempt, sleep, retry }) => {
              if (revoked.has(own)) wrong.push(`${own} was begun though it was taken back`);
              const { takes, fails, asks } = whats[Number(own.split("~")[0])]!;
              await sleep(takes * 1_000);
              if (attempt > fails) return own;
              throw asks ? retry({ delay: "3s" }) : new Error("busy");
            },
            { policy: { attempts: ATTEMPTS, schedule: fixed("5s") }, timeLimit: "26s" },
          );
          const sent = new Set<string>();
          const forgotten = new Set<string>();
          const workers: Worker[] = [app.worker({ concurrency: 3 }).start()];
          const draining: Promise<void>[] = [];
          const soon = <T>(work: Promise<T>): Promise<T | undefined> => virtual.runUntil(work.catch(() => undefined));
          for (const each of steps) {
            switch (each.kind) {
              case "send": {
                const result = await soon(work.enqueue({ id: each.id, delay: each.delay * 1_000 }));
                // The broker may still take it for a double of what was forgotten.
                if (result !== undefined && !forgotten.has(each.id)) sent.add(each.id);
                break;
              }
              case "revoke":
                if (await soon(app.result(each.id).revoke())) revoked.add(each.id);
                break;
              case "forget":
                await memory.forget(each.id);
                ends.delete(each.id);
                revoked.delete(each.id);
                sent.delete(each.id);
                forgotten.add(each.id);
                break;
              case "pass":
                await virtual.advance(each.delay * 1_000);
                break;
              case "jump":
                jumped += each.by * 1_000;
                break;
              case "drain":
                draining.push(workers.pop()?.drain({ timeout: each.grace * 1_000 }) ?? Promise.resolve());
                break;
              case "start":
                workers.push(app.worker({ concurrency: 3 }).start());
                break;
              case "replay":
                if (!isLimited) await soon(app.deadLetters().replay({ all: true }));
                break;
              case "discard":
                if (!isLimited) await soon(app.deadLetters().discard({ all: true }));
                break;
              default:
                away[each.kind] = each.isAway;
            }
          }
          [away.broker, away.backend] = [false, false];
          app.worker({ concurrency: 9 }).start();
          await virtual.runUntil(Promise.all(draining));
          await virtual.advance("3h");
          for (const one of sent)
            if (!isFinal((await memory.get(one))?.state ?? "UNKNOWN")) wrong.push(`${one} has not ended`);
          expect(wrong).toEqual([]);
          const { active, reserved } = await app.inspect();
          expect([active, reserved]).toEqual([[], []]);
        },
      ),
      lawParameters(40),
    ));
});
