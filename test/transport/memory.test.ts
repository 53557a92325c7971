import { AsyncLocalStorage } from "node:async_hooks";
import { describe, expect, it } from "vitest";
import { virtualClock } from "ostinato/testing";
import { deadLetterFrom, type Envelope, memoryTransport } from "ostinato/transport";
import { keep, mail, postman } from "./post.ts";

const stage = (options: Parameters<typeof memoryTransport>[0] = {}) => {
  const clock = virtualClock();
  return { clock, transport: memoryTransport({ clock, ...options }) };
};

describe("a transport in memory", () => {
  it("delivers once, first come first served", async () => {
    const { clock, transport } = stage();
    const { ids } = postman(transport);
    for (const id of ["a", "b", "c"]) await transport.publish(mail(id));
    await clock.advance(0);
    expect(ids()).toEqual(["a", "b", "c"]);
    await clock.advance("1d");
    expect(ids()).toHaveLength(3);
    expect(clock.pending()).toEqual([]);
  });

  it.each([3, 512, 513])(
    "holds copies, of bodies of %i bytes too: nobody changes what another sees",
    async (length) => {
      const { clock, transport } = stage();
      const bytes = Uint8Array.from({ length }, (_, index) => index % 256);
      const sent = mail("a", { body: bytes.slice(), headers: { from: "Ada" } });
      await transport.publish(sent);
      sent.body.fill(0);
      const spoil = ({ body, headers, progress }: Envelope): void => {
        body.fill(1);
        Object.assign(headers, { from: "Eve" });
        Object.assign(progress, { attempt: 9 });
      };
      for (const envelope of (await transport.peek("mails", { limit: 1 })).items) spoil(envelope);
      const seen: Envelope[] = [];
      postman(transport, async (delivery) => {
        seen.push(structuredClone(delivery.envelope));
        spoil(delivery.envelope);
        await (seen.length === 1 ? delivery.release() : delivery.ack());
      });
      await clock.advance(0);
      const whole = { ...sent, body: bytes };
      expect(seen).toEqual([whole, whole]);
    },
  );

  it("delivers a delayed message when it is due, and not before", async () => {
    const { clock, transport } = stage();
    const { ids } = postman(transport);
    await transport.publish(mail("late"), { delay: 5_000 });
    await transport.publish(mail("later"), { delay: 9_000 });
    await clock.advance(4_999);
    expect(ids()).toEqual([]);
    await clock.advance(1);
    expect(ids()).toEqual(["late"]);
    expect(clock.pending()).toEqual([4_000]);
  });

  it("F-085 delivers again, counted, when a lease is over; the first holder has lost it", async () => {
    const { clock, transport } = stage({ lease: "10s" });
    const { got } = postman(transport, keep, { concurrency: 2 });
    await transport.publish(mail("a"));
    await clock.advance("9s");
    expect(got.map(({ deliveryCount }) => deliveryCount)).toEqual([1]);
    await clock.advance("1s");
    expect(got.map(({ deliveryCount }) => deliveryCount)).toEqual([1, 2]);
    await expect(got[0]!.ack()).rejects.toMatchObject({ code: "LEASE_LOST", id: "a" });
    await got[1]!.ack();
    expect(await transport.counts("mails")).toEqual({ ready: 0, delayed: 0, leased: 0 });
    expect(clock.pending()).toEqual([10_000]);
  });

  it("F-090 counts deliveries, and puts a message that kills its workers among the dead", async () => {
    const { clock, transport } = stage();
    await transport.open([{ name: "mails", deadLetters: "morgue", maxDeliveries: 2 }]);
    postman(transport, keep, { concurrency: 9 });
    const { got } = postman(transport, undefined, { queue: "morgue" });
    await transport.publish(mail("a"));
    await clock.advance("5m");
    expect(deadLetterFrom(got[0]!.envelope)).toMatchObject({
      envelope: { id: "a", queue: "mails" },
      reason: "poison",
      deliveries: 2,
      attempts: 0,
    });
  });

  it("F-087 rule 11a a message waits in the transport, for longer than any lease, and is delivered once", async () => {
    const { clock, transport } = stage({ lease: "1h" });
    const { got } = postman(transport);
    await transport.publish(mail("a"), { delay: 2 * 3_600_000 });
    await clock.advance("1h");
    expect(await transport.counts("mails")).toEqual({ ready: 0, delayed: 1, leased: 0 });
    await clock.advance("1d");
    expect(got.map(({ deliveryCount }) => deliveryCount)).toEqual([1]);
  });

  it("F-086 rule 11b rule 11e a lease can be made longer; once it is lost it cannot, nor can its holder acknowledge", async () => {
    const { clock, transport } = stage({ lease: "10s" });
    const { got } = postman(transport, keep, { concurrency: 2 });
    await transport.publish(mail("a"));
    await clock.advance("5s");
    expect(await got[0]!.extend!(10_000)).toBe(15_000);
    expect(got[0]!.leaseUntil).toBe(15_000);
    await clock.advance("9s");
    expect(got).toHaveLength(1);
    await clock.advance("1s");
    expect(got.map(({ envelope, deliveryCount }) => [envelope.id, envelope.progress.attempt, deliveryCount])).toEqual([
      ["a", 0, 1],
      ["a", 0, 2],
    ]);
    for (const late of [() => got[0]!.extend!(1), () => got[0]!.ack(), () => got[0]!.retry!(mail("a"), {})])
      await expect(late()).rejects.toMatchObject({ code: "LEASE_LOST" });
    await expect(got[0]!.extend!(0)).rejects.toMatchObject({ option: "lease" });
  });

  it("F-095 delivers first come first served; what comes again goes behind what is due", async () => {
    const { clock, transport } = stage();
    for (const id of ["a", "b", "c"]) await transport.publish(mail(id));
    const { ids } = postman(transport, (delivery) =>
      delivery.deliveryCount === 1 ? delivery.release() : delivery.ack(),
    );
    await clock.advance(0);
    expect(ids()).toEqual(["a", "b", "c", "a", "b", "c"]);
  });

  it("F-096 refuses what a queue has no room for, and takes it when there is room again", async () => {
    const { clock, transport } = stage({ limit: 2 });
    await transport.publish(mail("a"));
    await transport.publish(mail("b"), { delay: 5 });
    const error: unknown = await transport.publish(mail("c")).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: "QUEUE_FULL", queue: "mails", limit: 2 });
    expect([transport.isRetryable(error), transport.isRetryable(new Error("other"))]).toEqual([true, false]);
    const { ids } = postman(transport);
    await clock.advance(0);
    await transport.publish(mail("c"));
    await clock.advance("1s");
    expect(ids()).toEqual(["a", "c", "b"]);
  });

  it("F-096 holds no more than the concurrency, prefetch or not, and never wakes one consumer in vain", async () => {
    const { clock, transport } = stage();
    const { got } = postman(transport, keep, { concurrency: 2, prefetch: 3 });
    for (let id = 0; id < 500; id++) await transport.publish(mail(String(id)));
    await clock.advance("1s");
    expect(got).toHaveLength(2);
    expect(await transport.counts("mails")).toEqual({ ready: 498, delayed: 0, leased: 2 });
  });

  it("a retry to a queue that is full leaves the message in the hand that holds it", async () => {
    const { clock, transport } = stage({ limit: 1 });
    const { got } = postman(transport, keep);
    await transport.publish(mail("x", { queue: "full" }));
    await transport.publish(mail("a"));
    await clock.advance(0);
    await expect(got[0]!.retry!(mail("a", { queue: "full" }), {})).rejects.toMatchObject({ code: "QUEUE_FULL" });
    await got[0]!.retry!(mail("a"), { dedupeKey: "a:1" });
    await expect(got[0]!.ack()).rejects.toMatchObject({ code: "LEASE_LOST" });
    expect(await transport.counts("mails")).toMatchObject({ ready: 1, leased: 0 });
  });

  it("a retry keeps its place before those of its key, and leaves it for another key", async () => {
    const { clock, transport } = stage();
    await transport.open([{ name: "mails", ordering: "key" }]);
    for (const id of ["a", "b", "c"]) await transport.publish(mail(id, { orderingKey: "k" }));
    const { ids } = postman(transport, (delivery) => {
      const { attempt } = delivery.envelope.progress;
      if (attempt > 1 || delivery.envelope.id !== "a") return delivery.ack();
      const progress = { ...delivery.envelope.progress, attempt: attempt + 1 };
      const next = mail("a", { progress, orderingKey: attempt === 0 ? "k" : "other" });
      return delivery.retry!(next, { delay: 1_000 });
    });
    await clock.advance(999);
    expect(ids()).toEqual(["a"]);
    await clock.advance("1m");
    expect(ids()).toEqual(["a", "a", "b", "c", "a"]);
  });

  it("a retry whose key was taken already only acknowledges", async () => {
    const { clock, transport } = stage();
    const { got } = postman(transport, keep, { concurrency: 5 });
    await transport.publish(mail("a"));
    await transport.publish(mail("a"));
    await clock.advance(0);
    for (const delivery of got.slice()) await delivery.retry!(mail("a"), { dedupeKey: "a:1", delay: 60_000 });
    expect(await transport.counts("mails")).toEqual({ ready: 0, delayed: 1, leased: 0 });
  });

  it("forgets a key when its window is over, and remembers none without a window", async () => {
    const { clock, transport } = stage({ dedupeWindow: "1m" });
    for (const wait of [0, 59_999, 1, 59_999, 1]) {
      await clock.advance(wait);
      await transport.publish(mail("a"), { dedupeKey: "once" });
    }
    expect(await transport.counts("mails")).toMatchObject({ ready: 3 });
    const forgetful = stage({ dedupeWindow: 0 }).transport;
    for (const _ of [1, 2]) await forgetful.publish(mail("a"), { dedupeKey: "once" });
    expect(await forgetful.counts("mails")).toMatchObject({ ready: 2 });
  });

  it("F-092 lets the oldest dead letter make room for a new one, and says so", async () => {
    const dropped: string[] = [];
    const onDrop = (envelope: Envelope, queue: string): void => void dropped.push(`${envelope.id} of ${queue}`);
    const { clock, transport } = stage({ deadLetterLimit: 2, onDrop });
    postman(transport, (delivery) => delivery.deadLetter!({ reason: "rejected", attempts: 1, deliveries: 1, at: 0 }));
    for (const id of ["a", "b", "c"]) await transport.publish(mail(id));
    await clock.advance(0);
    expect(dropped).toEqual(["a of mails.dead"]);
    const { items } = await transport.peek("mails.dead", { limit: 10 });
    expect(items.map(({ id }) => id)).toEqual(["b", "c"]);
  });

  it("F-093 keeps a message whose dead letter has no room, and buries it when there is some", async () => {
    const { clock, transport } = stage({ deadLetterLimit: 1, lease: "10s" });
    await transport.open([{ name: "mails", maxDeliveries: 1 }]);
    const full = postman(transport, keep, { queue: "mails.dead" });
    await transport.publish(mail("first", { queue: "mails.dead" }));
    const { got } = postman(transport, keep);
    await transport.publish(mail("a"));
    await clock.advance(0);
    const letter = { reason: "rejected", attempts: 1, deliveries: 1, at: 0 } as const;
    await expect(got[0]!.deadLetter!(letter)).rejects.toMatchObject({ code: "QUEUE_FULL", queue: "mails.dead" });
    await full.got[0]!.extend!(15_000);
    await clock.advance("10s");
    expect(await transport.counts("mails")).toMatchObject({ leased: 1 });
    await full.got[0]!.ack();
    await clock.advance("10s");
    expect(await transport.counts("mails")).toMatchObject({ leased: 0 });
    expect(await transport.counts("mails.dead")).toMatchObject({ ready: 1 });
  });

  it("F-097 F-098 closes once for all who ask, after what is in hand, and not before", async () => {
    const { clock, transport } = stage();
    const steps: string[] = [];
    const { consumer } = postman(transport, async (delivery) => {
      await new Promise<void>((resolve) => clock.schedule(1_000, resolve));
      await transport.publish(mail("next"), { delay: 5 });
      await delivery.ack();
      steps.push("acknowledged");
      await transport.close();
      steps.push("closed by the worker");
    });
    for (const id of ["a", "b"]) await transport.publish(mail(id));
    await clock.advance(0);
    const closed = Promise.all([transport.close(), transport.close(), consumer.drain()]);
    expect(() => postman(transport)).toThrow(expect.objectContaining({ code: "TRANSPORT_CLOSED" }));
    await clock.runUntil(closed);
    await clock.advance("1d");
    expect(steps).toEqual(["acknowledged", "closed by the worker"]);
    expect(clock.pending()).toEqual([]);
    for (const call of [() => transport.publish(mail("c")), () => transport.counts("mails"), () => transport.open([])])
      await expect(call()).rejects.toMatchObject({ code: "TRANSPORT_CLOSED" });
  });

  it("F-098 does not wait for a worker that never ends, once its lease is over or a signal says so", async () => {
    const { clock, transport } = stage({ lease: "10s" });
    const { consumer, got } = postman(transport, keep);
    await transport.publish(mail("a"));
    await clock.advance(0);
    const leaving = new AbortController();
    const left = consumer.drain({ signal: leaving.signal });
    leaving.abort("no time");
    await expect(left).rejects.toBe("no time");
    await clock.runUntil(transport.close());
    expect(clock.now()).toBe(10_000);
    await expect(got[0]!.ack()).rejects.toMatchObject({ code: "LEASE_LOST" });
  });

  it("F-097 a drain with a signal that never aborts ends as any other", async () => {
    const { clock, transport } = stage();
    const { consumer } = postman(transport);
    await transport.publish(mail("a"));
    await clock.advance(0);
    await clock.runUntil(consumer.drain({ signal: new AbortController().signal }));
    expect(clock.pending()).toEqual([]);
  });

  it("F-101 goes by its own clock, however the wall clock jumps", async () => {
    const clock = virtualClock();
    let jumped = 0;
    const transport = memoryTransport({ clock: { ...clock, wallNow: () => clock.wallNow() + jumped }, lease: "10s" });
    const { got } = postman(transport, keep, { concurrency: 9 });
    await transport.publish(mail("a"));
    await transport.publish(mail("b"), { delay: 5_000 });
    jumped = -300_000;
    await clock.advance("5s");
    expect(got).toHaveLength(2);
    jumped = 300_000;
    await clock.advance("4s");
    expect(got).toHaveLength(2);
    await clock.advance("1s");
    expect(got).toHaveLength(3);
  });

  it("rule 11d a message that comes back too often is dead, with its history", async () => {
    const { clock, transport } = stage();
    await transport.open([{ name: "mails", maxDeliveries: 3 }]);
    postman(transport, (delivery) => delivery.release({ delay: 1_000 }));
    await transport.publish(mail("a", { progress: { attempt: 2, elapsed: 9, previousDelay: 4, firstSentAt: 0 } }));
    await clock.advance("1m");
    const { items } = await transport.peek("mails.dead", { limit: 1 });
    expect(deadLetterFrom(items[0]!)).toMatchObject({ reason: "poison", attempts: 2, deliveries: 3, at: 2_000 });
  });

  it("tells of a worker that throws at once, and of one that rejects", async () => {
    const { clock, transport } = stage();
    const failure = new Error("no");
    const errors: unknown[] = [];
    const onDelivery = (): never => {
      throw failure;
    };
    transport.consume("mails", onDelivery, { concurrency: 1, onError: (error) => void errors.push(error) });
    await transport.publish(mail("a"));
    await clock.advance(0);
    expect(errors).toEqual([failure]);
  });

  it("gives everything else a turn while it delivers, on the machine's clock too", async () => {
    const transport = memoryTransport();
    let turned = false;
    let before = 0;
    setImmediate(() => (turned = true));
    const { ids } = postman(transport, async (delivery) => {
      if (!turned) before++;
      await delivery.ack();
    });
    for (let id = 0; id < 1_000; id++) await transport.publish(mail(String(id)));
    while (ids().length < 1_000) await new Promise(setImmediate);
    expect(before).toBeLessThan(1_000);
    await transport.close();
  });

  it("calls a worker in the async context in which it began to consume", async () => {
    const { clock, transport } = stage();
    const context = new AsyncLocalStorage<string>();
    const seen: unknown[] = [];
    context.run("worker", () =>
      postman(transport, async (delivery) => (seen.push(context.getStore()), delivery.ack())),
    );
    await context.run("sender", () => transport.publish(mail("a")));
    await clock.advance(0);
    await context.run("sender", () => transport.publish(mail("b")));
    await clock.advance(0);
    expect(seen).toEqual(["worker", "worker"]);
  });
});
