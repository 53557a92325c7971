import { describe, expect, it } from "vitest";
import { virtualClock } from "ostinato/testing";
import { deadLetterFrom, memoryTransport } from "ostinato/transport";
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
});
