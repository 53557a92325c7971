import fc from "fast-check";
import { fixed } from "ostinato";
import { describe, expect, it } from "vitest";
import { type AppOptions, createApp, memoryBackend, type ResultBackend } from "ostinato/tasks";
import { virtualClock, type VirtualClock } from "ostinato/testing";
import { memoryTransport, type Transport } from "ostinato/transport";
import { lawParameters } from "../support/laws.ts";
import { limitedTransport } from "../transport/limited.ts";

/** A task of a history; times in milliseconds. */
const task = fc.record({
  delay: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 40_000 }), fc.integer({ min: 1, max: 3_600_000 })),
  takes: fc.nat(15_000),
  /** How many attempts fail before one does not. */
  fails: fc.nat(2),
  hearsSignal: fc.boolean(),
});
const history = fc.record({
  tasks: fc.array(task, { minLength: 1, maxLength: 12 }),
  isLimited: fc.boolean(),
  concurrency: fc.integer({ min: 1, max: 4 }),
  /** How long each answer of the backend takes. */
  lag: fc.nat(300),
  retryDelay: fc.nat(10_000),
  drainAt: fc.nat(50_000),
  grace: fc.option(fc.nat(8_000), { nil: undefined }),
});
type History = typeof history extends fc.Arbitrary<infer T> ? T : never;

/** A backend whose every answer takes a while. */
const lagging = (backend: ResultBackend, clock: VirtualClock, lag: number): ResultBackend => {
  const later = async <T>(work: () => Promise<T>): Promise<T> => {
    if (lag > 0) await new Promise<void>((go) => clock.schedule(lag, go));
    return work();
  };
  return { ...backend, get: (id) => later(() => backend.get(id)), set: (...all) => later(() => backend.set(...all)) };
};

interface Start {
  readonly id: string;
  readonly attempt: number;
  readonly at: number;
}

/** An app on which a history can happen. */
function scene({ tasks, isLimited, retryDelay, lag }: History) {
  const clock = virtualClock({ wallNow: 1_700_000_000_000 });
  const memory = memoryBackend({ clock });
  const transport: Transport = isLimited ? limitedTransport({ clock }) : memoryTransport({ clock });
  const parts: AppOptions = { clock, transport, backend: lagging(memory, clock, lag), random: () => 0.5 };
  const starts: Start[] = [];
  const due = new Map<string, number>();
  const begun = () => {
    const app = createApp(parts);
    const work = app.task(
      "work",
      async ({ id, attempt, sleep }, index: number) => {
        const { takes, fails, hearsSignal } = tasks[index]!;
        starts.push({ id, attempt, at: clock.now() });
        if (hearsSignal) await sleep(takes);
        else await new Promise<void>((go) => clock.schedule(takes, go));
        if (attempt <= fails) throw new Error("busy");
      },
      { policy: { schedule: fixed(retryDelay) } },
    );
    app.on("retry", ({ id, attempt, delay }) => due.set(`${id} ${attempt + 1}`, clock.now() + delay));
    return { app, work };
  };
  return { clock, transport, memory, begun, starts, due };
}

describe("a worker, whatever its tasks do", () => {
  it("T5 starts nothing once it drains, ends with nothing in hand, and leaves the rest to others", () =>
    fc.assert(
      fc.asyncProperty(history, async (what) => {
        const { clock, transport, memory, begun, starts } = scene(what);
        const { app, work } = begun();
        const worker = app.worker({ concurrency: what.concurrency }).start();
        const sent = what.tasks.map(({ delay }, index) => work.enqueue({ args: [index], id: String(index), delay }));
        await clock.runUntil(Promise.all(sent));
        await clock.advance(what.drainAt);
        const before = starts.length;
        const began = clock.now();
        await clock.runUntil(worker.drain(what.grace === undefined ? {} : { timeout: what.grace }));
        expect(starts.length).toBe(before);
        const { active, reserved } = await app.inspect();
        expect([active, reserved]).toEqual([[], []]);
        const { leased = 0 } = (await transport.counts?.("default")) ?? {};
        expect(leased).toBe(0);
        expect(clock.now()).toBeLessThanOrEqual(began + (what.grace ?? Infinity) + 5 * what.lag);
        const next = begun().app.worker({ concurrency: 4 }).start();
        await clock.advance("2h");
        await clock.runUntil(next.drain());
        for (const index of what.tasks.keys()) {
          const record = await memory.get(String(index));
          expect([index, record?.state]).toEqual([index, "SUCCESS"]);
          expect(record!.attempt).toBe(what.tasks[index]!.fails + 1);
        }
      }),
      lawParameters(30),
    ));

  it("T6 starts no attempt before it is due", () =>
    fc.assert(
      fc.asyncProperty(history, async (what) => {
        const { clock, begun, starts, due } = scene(what);
        const { app, work } = begun();
        app.worker({ concurrency: 4 }).start();
        for (const [index, { delay }] of what.tasks.entries()) {
          const id = String(index);
          due.set(`${id} 1`, clock.now() + delay);
          await clock.runUntil(work.enqueue({ args: [index], id, delay }));
        }
        await clock.runUntil(app.idle());
        for (const { id, attempt, at } of starts) expect(at).toBeGreaterThanOrEqual(due.get(`${id} ${attempt}`)!);
        expect(starts).toHaveLength(what.tasks.reduce((sum, { fails }) => sum + fails + 1, 0));
      }),
      lawParameters(30),
    ));
});
