import { fixed } from "ostinato";
import { describe, expect, it } from "vitest";
import { createApp, memoryBackend, type TaskEvents } from "ostinato/tasks";
import { virtualClock } from "ostinato/testing";
import { type Delivery, LeaseLostError, memoryTransport, type Transport } from "ostinato/transport";
import { stage } from "./stage.ts";

const never = (): Promise<never> => new Promise(() => {});

/** A transport whose deliveries are changed before a worker gets them. */
function altered(transport: Transport, change: (delivery: Delivery) => Partial<Delivery>): Transport {
  return {
    ...transport,
    consume: (queue, onDelivery, options) =>
      transport.consume(
        queue,
        (delivery) => {
          const own: Delivery = {
            envelope: delivery.envelope,
            deliveryCount: delivery.deliveryCount,
            leaseUntil: delivery.leaseUntil,
            ack: () => delivery.ack(),
            release: (how) => delivery.release(how),
            retry: (next, how) => delivery.retry!(next, how),
            deadLetter: (letter) => delivery.deadLetter!(letter),
            extend: (lease) => delivery.extend!(lease),
          };
          return onDelivery({ ...own, ...change(delivery) });
        },
        options,
      ),
  };
}

describe("a lease", () => {
  it("F-086 is renewed at half-time, so that a long attempt is made once", async () => {
    const { app, clock } = stage();
    let calls = 0;
    const task = app.task("long", async ({ sleep }) => {
      calls++;
      await sleep("1h");
      return "done";
    });
    app.worker().start();
    const result = await task.delay();
    expect(await clock.runUntil(result.get())).toBe("done");
    expect(calls).toBe(1);
  });

  it("F-086 rule 11e that is lost aborts the attempt's signal, and its result counts for nothing", async () => {
    const clock = virtualClock();
    const transport = memoryTransport({ clock });
    let renews = false;
    const stalled = altered(transport, (delivery) => ({
      extend: (lease) => (renews ? delivery.extend!(lease) : Promise.reject(new Error("no answer"))),
    }));
    const app = createApp({ clock, transport: stalled, random: () => 0.5 });
    const lost: TaskEvents["lease-lost"][] = [];
    app.on("lease-lost", (event) => lost.push(event));
    const signals: AbortSignal[] = [];
    const task = app.task("long", async ({ delivery, signal, sleep }) => {
      signals.push(signal);
      if (delivery === 1) return never();
      renews = true;
      await sleep("1m");
      return `delivery ${delivery}`;
    });
    app.worker({ concurrency: 2 }).start();
    const result = await task.delay();
    expect(await clock.runUntil(result.get())).toBe("delivery 2");
    expect(lost).toMatchObject([{ id: result.id, attempt: 1 }]);
    expect(signals[0]!.reason).toBeInstanceOf(LeaseLostError);
    expect((await result.info())?.attempt).toBe(1);
  });

  it("F-085 rule 11b of a worker that dies runs out, and the same attempt is made again", async () => {
    const clock = virtualClock();
    const parts = { clock, transport: memoryTransport({ clock }), backend: memoryBackend({ clock }) };
    // The first worker's process ends in the middle: nothing of it is ever heard again.
    parts.transport.consume("default", never, { concurrency: 1, onError: () => {} });
    const app = createApp(parts);
    const task = app.task("t", ({ attempt, delivery }) => [attempt, delivery]);
    const result = await task.delay();
    await clock.advance(1);
    app.worker().start();
    expect(await clock.runUntil(result.get())).toEqual([1, 2]);
    expect(clock.now()).toBe(30_000);
  });

  it("F-087 rule 11a is not held by what waits: a delay of hours is one execution", async () => {
    const { app, clock } = stage();
    const starts: number[] = [];
    const task = app.task("later", () => starts.push(clock.now()));
    app.worker().start();
    const result = await task.enqueue({ delay: "2h" });
    expect(await result.state()).toBe("SCHEDULED");
    expect(await result.info()).toMatchObject({ dueAt: 1_000_000 + 7_200_000 });
    await clock.runUntil(app.idle());
    expect(starts).toEqual([7_200_000]);
  });
});

describe("a message that comes again", () => {
  it("F-089 behind a success whose acknowledgement was lost is only acknowledged", async () => {
    const clock = virtualClock();
    let acks = 0;
    const transport = altered(memoryTransport({ clock }), (delivery) => ({
      ack: async () => {
        if (acks++ === 0) throw new LeaseLostError("lost on the way");
        return delivery.ack();
      },
    }));
    const app = createApp({ clock, transport });
    let calls = 0;
    const task = app.task("once", () => ++calls);
    app.worker().start();
    const result = await task.delay();
    await clock.advance("5m");
    expect(await result.get()).toBe(1);
    expect([calls, acks]).toEqual([1, 2]);
  });

  it("F-090 rule 11d too often is poison: a dead letter, even though nobody ever reported", async () => {
    const clock = virtualClock();
    const parts = { clock, transport: memoryTransport({ clock }), backend: memoryBackend({ clock }) };
    let deaths = 0;
    // A process that dies with every message that it gets.
    const dying = parts.transport.consume(
      "default",
      async () => {
        deaths++;
        await never();
      },
      { concurrency: 9, onError: () => {} },
    );
    const app = createApp(parts);
    const task = app.task("killer", () => "never reached");
    const result = await task.delay();
    await clock.advance("2m");
    void dying.drain();
    app.worker({ maxDeliveries: 3 }).start();
    await clock.advance("2m");
    expect(deaths).toBeGreaterThanOrEqual(3);
    expect(await result.info()).toMatchObject({
      state: "FAILURE",
      reason: "poison",
      attempt: 0,
      error: { code: "POISON" },
    });
    const { letters } = await app.deadLetters().list();
    expect(letters).toMatchObject([{ id: result.id, reason: "poison" }]);
  });

  it("F-102 finds a retry that was decided and not sent, and sends it without another call", async () => {
    const clock = virtualClock();
    let retries = 0;
    const transport = altered(memoryTransport({ clock }), (delivery) => ({
      retry: async (next, how) => {
        if (retries++ === 0) throw new LeaseLostError("the process ended here");
        return delivery.retry!(next, how);
      },
    }));
    const app = createApp({ clock, transport });
    const calls: number[] = [];
    const task = app.task(
      "t",
      ({ attempt }) => {
        calls.push(attempt);
        if (attempt === 1) throw new Error("busy");
      },
      { policy: { schedule: fixed("1s") } },
    );
    app.worker().start();
    const result = await task.delay();
    await clock.runUntil(result.get());
    expect(calls).toEqual([1, 2]);
    expect(retries).toBe(2);
  });
});

describe("a message that nobody understands", () => {
  it.each([
    ["F-091 of an unknown task", { task: "nobody" }, "UNKNOWN_TASK"],
    ["F-091 of bytes that are no JSON", { body: new Uint8Array([255, 0]) }, "UNDECODABLE"],
    ["of arguments that are no list", { body: new TextEncoder().encode("5") }, "UNDECODABLE"],
    ["without a manifest", { headers: {} }, "UNDECODABLE"],
    ["with a manifest that is no JSON", { headers: { ostinato: "{" } }, "UNDECODABLE"],
    ["with a manifest that is no object", { headers: { ostinato: "5" } }, "UNDECODABLE"],
    ["by another serializer", { headers: { ostinato: '{"serializer":"pickle"}' } }, "UNDECODABLE"],
    ["with a manifest that names none", { headers: { ostinato: "{}" } }, "UNDECODABLE"],
    [
      "rule 11c with a policy from the future",
      { headers: { ostinato: '{"serializer":"json","policy":{"mood":"good"}}' } },
      "INVALID_OPTION",
    ],
    ["with a field from the future", { headers: { ostinato: '{"serializer":"json","mood":1}' } }, "UNDECODABLE"],
  ])("%s goes to the dead letters with its bytes, and the worker lives on", async (_what, wrong, code) => {
    const clock = virtualClock();
    const transport = memoryTransport({ clock });
    const app = createApp({ clock, transport });
    const task = app.task("fine", () => "fine");
    const progress = { attempt: 0, elapsed: 0, previousDelay: 0, firstSentAt: 0 };
    const body = new TextEncoder().encode("[]");
    const message = {
      id: "7",
      task: "fine",
      queue: "default",
      progress,
      notBefore: undefined,
      expiresAt: undefined,
      headers: { ostinato: '{"serializer":"json"}' },
      body,
      ...wrong,
    };
    await transport.publish(message);
    app.worker().start();
    const result = await task.delay();
    expect(await clock.runUntil(result.get())).toBe("fine");
    expect(await app.result("7").info()).toMatchObject({ state: "FAILURE", reason: "undecodable", error: { code } });
    const { letters } = await app.deadLetters().list();
    expect(letters).toMatchObject([{ id: "7", reason: "undecodable", error: { code } }]);
    expect(letters[0]!.envelope.body).toEqual(message.body);
  });
});

describe("drain", () => {
  it("F-097 waits for what runs, starts nothing more, and loses nothing", async () => {
    const { app, clock } = stage();
    const done: number[] = [];
    const task = app.task("t", async ({ sleep }, n: number) => {
      await sleep("10s");
      done.push(n);
    });
    const worker = app.worker({ concurrency: 2 }).start();
    for (const n of [1, 2, 3, 4]) await task.delay(n);
    await clock.advance("5s");
    await clock.runUntil(worker.drain());
    expect([clock.now(), done]).toEqual([10_000, [1, 2]]);
    app.worker().start();
    await clock.runUntil(app.idle());
    expect(done).toEqual([1, 2, 3, 4]);
  });

  it("F-097 gives back what runs on after its time, unharmed: a shutdown is no failure", async () => {
    const { app, clock } = stage();
    const reasons: unknown[] = [];
    const task = app.task("t", async ({ delivery, signal, sleep }) => {
      if (delivery > 1) return `delivery ${delivery}`;
      await sleep("1h").catch((error: unknown) => {
        reasons.push(signal.reason === error, error);
        throw error;
      });
      return "late";
    });
    const worker = app.worker().start();
    const result = await task.delay();
    await clock.advance("1s");
    await clock.runUntil(worker.drain({ timeout: "5s" }));
    expect(clock.now()).toBe(6_000);
    expect(reasons).toMatchObject([true, { code: "WORKER_STOPPED" }]);
    expect(await result.state()).toBe("STARTED");
    app.worker().start();
    expect(await clock.runUntil(result.get())).toBe("delivery 2");
    expect((await result.info())?.attempt).toBe(1);
  });

  it("gives back what has come and not begun, and does not record it as begun", async () => {
    const clock = virtualClock();
    const backend = memoryBackend({ clock });
    const get = (id: string) => new Promise<void>((go) => clock.schedule(1_000, go)).then(() => backend.get(id));
    const app = createApp({ clock, backend: { ...backend, get } });
    const task = app.task("t", ({ attempt, delivery }) => [attempt, delivery]);
    const worker = app.worker().start();
    const { id } = await task.delay();
    await clock.advance(500);
    await clock.runUntil(worker.drain());
    expect(await backend.get(id)).toMatchObject({ state: "PENDING", attempt: 0 });
    app.worker().start();
    await clock.runUntil(app.idle());
    expect(await clock.runUntil(app.result(id).get())).toEqual([1, 2]);
  });

  it("F-098 may be asked twice, before the start, and from within a task that others wait for", async () => {
    const { app, clock } = stage();
    const worker = app.worker();
    const idle = app.worker();
    await clock.runUntil(idle.drain());
    idle.start();
    const task = app.task("t", () => {
      void worker.drain();
      return "ended";
    });
    expect(worker.start()).toBe(worker.start());
    const result = await task.delay();
    expect(await clock.runUntil(result.get())).toBe("ended");
    await clock.runUntil(Promise.all([worker.drain(), worker.drain()]));
  });
});

describe("a worker", () => {
  it("F-096 runs no more at once than it is told to", async () => {
    const { app, clock } = stage();
    let [now, most] = [0, 0];
    const task = app.task("t", async ({ sleep }) => {
      most = Math.max(most, ++now);
      await sleep("1s");
      now--;
    });
    app.worker({ concurrency: 3 }).start();
    for (let n = 0; n < 10; n++) await task.delay();
    await clock.runUntil(app.idle());
    expect([most, clock.now()]).toEqual([3, 4_000]);
  });

  it.each([
    [{ concurrency: 0 }, "concurrency"],
    [{ concurrency: 1.5 }, "concurrency"],
    [{ prefetch: -1 }, "prefetch"],
    [{ maxDeliveries: 0 }, "maxDeliveries"],
    [{ queues: "mail" }, "queues"],
    [{ queues: [""] }, "queues"],
    [{ concurency: 4 }, "worker"],
  ])("refuses what it cannot do: %j", (options, option) => {
    const { app } = stage();
    expect(() => app.worker(options as never)).toThrow(expect.objectContaining({ option }) as Error);
  });

  it("tries to open its queues for as long as the broker is away, and says so", async () => {
    const clock = virtualClock();
    const transport = memoryTransport({ clock });
    let tries = 0;
    const away: Transport = {
      ...transport,
      open: (queues) => (++tries < 4 ? Promise.reject(new Error("away")) : transport.open(queues)),
    };
    const app = createApp({ clock, transport: away });
    const during: string[] = [];
    app.on("error", (event) => during.push(event.during));
    const task = app.task("t", () => "ran");
    app.worker().start();
    const result = await task.delay();
    expect(await clock.runUntil(result.get())).toBe("ran");
    expect(during).toEqual(["open", "open", "open"]);
  });

  it("survives a result backend that is away for a while: nothing is acknowledged before it is recorded", async () => {
    const clock = virtualClock();
    const backend = memoryBackend({ clock });
    let isAway = false;
    const guarded = <T>(work: () => Promise<T>): Promise<T> => (isAway ? Promise.reject(new Error("away")) : work());
    const app = createApp({
      clock,
      backend: {
        ...backend,
        get: (id) => guarded(() => backend.get(id)),
        set: (id, record, how) => guarded(() => backend.set(id, record, how)),
      },
    });
    const calls: number[] = [];
    const task = app.task("t", ({ delivery }) => {
      calls.push(delivery);
      isAway = delivery === 1;
      return "recorded";
    });
    app.worker().start();
    const result = await task.delay();
    await clock.advance("10s");
    isAway = false;
    await clock.runUntil(app.idle());
    expect(await result.get()).toBe("recorded");
    expect(calls.length).toBeGreaterThan(1);
  });
});
