import { describe, expect, it } from "vitest";
import { type AppOptions, createApp, memoryBackend, memoryIdempotency } from "ostinato/tasks";
import { virtualClock, type VirtualClock } from "ostinato/testing";
import { memoryTransport, type Transport } from "ostinato/transport";

/** The same object, whose methods answer some microtasks later. */
const later = <Port extends object>(port: Port, names: readonly (keyof Port)[]): Port =>
  new Proxy(port, {
    get: (target, name) => {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== "function") return member;
      if (!names.includes(name as keyof Port)) return member.bind(target) as unknown;
      return async (...args: unknown[]) => {
        await Promise.resolve();
        return (await Reflect.apply(member, target, args)) as unknown;
      };
    },
  });

const handed = (transport: Transport): Transport => ({
  ...later(transport, ["publish"]),
  consume: (queue, onDelivery, options) =>
    transport.consume(queue, (delivery) => onDelivery(later(delivery, ["ack", "retry", "deadLetter"])), options),
});

// Not "published": a worker may be faster than the sender.
const NAMES = ["received", "started", "retry", "success", "failure", "dead-letter", "error"] as const;

/** What an app tells of tasks that succeed, are tried again, and fail; and what is recorded of them. */
async function told(made: (clock: VirtualClock) => AppOptions): Promise<unknown> {
  const clock = virtualClock();
  const app = createApp({ clock, random: () => 0.5, ...made(clock) });
  const heard = new Map<string, unknown[]>();
  for (const name of NAMES)
    app.on(name, (event) => {
      const { id = "" } = event;
      heard.set(id, [...(heard.get(id) ?? []), [name, { ...event }]]);
    });
  let calls = 0;
  const task = app.task(
    "work",
    ({ attempt }, fate: string) => {
      calls++;
      if (fate === "fails" || (fate === "tries" && attempt < 3)) throw new Error(fate);
      return fate;
    },
    { policy: { attempts: 3 } },
  );
  app.worker({ concurrency: 2 }).start();
  const results = [];
  for (const fate of ["succeeds", "tries", "fails"])
    results.push(await task.enqueue({ args: [fate], id: fate, dedupe: `${fate} once` }));
  await clock.runUntil(app.idle());
  const histories = [];
  for (const result of results) histories.push(await result.history());
  return { calls, histories, heard: [...heard] };
}

describe("a task in memory, where nothing has to be waited for,", () => {
  it("tells and records the same as one whose stores and broker take their time", async () => {
    const atOnce = await told(() => ({}));
    const slow = await told((clock) => ({
      transport: handed(memoryTransport({ clock })),
      backend: later(memoryBackend({ clock }), ["get", "set"]),
      idempotency: later(memoryIdempotency({ clock }), ["claim", "complete", "release"]),
    }));
    expect(slow).toEqual(atOnce);
  });

  it("gives up a first sending that hangs after half a minute, and aborts its signal", async () => {
    const signals: (AbortSignal | undefined)[] = [];
    const clock = virtualClock();
    const transport: Transport = {
      ...memoryTransport({ clock }),
      publish: async (_, how) => {
        signals.push(how?.signal);
        await new Promise(() => {});
      },
    };
    const app = createApp({ clock, transport });
    const sent = app.send("work").catch((error: unknown) => error);
    expect(await clock.runUntil(sent)).toMatchObject({ code: "TOTAL_TIMEOUT" });
    expect(clock.now()).toBe(30_000);
    expect(signals.map((signal) => signal?.reason as unknown)).toEqual([await sent]);
  });

  it("asks a store that hangs at first again after ten seconds, and a little", async () => {
    const clock = virtualClock();
    const backend = memoryBackend({ clock });
    let asked = 0;
    const hanging = {
      ...backend,
      get: (id: string) => (++asked === 1 ? new Promise<never>(() => {}) : backend.get(id)),
    };
    const app = createApp({ clock, random: () => 0.5, backend: hanging });
    const task = app.task("work", () => clock.now());
    app.worker().start();
    const result = await task.delay();
    expect(await clock.runUntil(result.get())).toBe(10_025);
  });
});
