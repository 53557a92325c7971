import type { Transport } from "../transport/transport.ts";
import { type Clause, settlementsOf } from "./contract-clause.ts";
import { must, mustEqual } from "./contract-error.ts";

/** What can be seen of a transport from outside. */
export const LOOKING: readonly Clause[] = [
  {
    name: "says truly what it can do",
    play: async ({ transport, open, send, hand, nth }) => {
      const { capabilities: can } = transport;
      for (const delay of [can.maxPublishDelay, can.maxReleaseDelay, can.delayResolution, can.dedupeWindow])
        must(typeof delay === "number" && delay >= 0, `a capability is ${delay}, which is no length of time`);
      must(Number.isInteger(can.priorities) && can.priorities >= 1, `priorities is ${can.priorities}`);
      if (can.lease !== "connection")
        must(
          can.lease.default > 0 && can.lease.max >= can.lease.default,
          "the longest lease is shorter than the usual one",
        );
      await open();
      const reader = hand();
      await send("a");
      const { delivery } = await nth(reader, 1);
      must((delivery.retry !== undefined) === can.atomicRetry, `atomicRetry is ${can.atomicRetry}, which is not so`);
      must(
        (delivery.leaseUntil === undefined) === (can.lease === "connection"),
        `leaseUntil is ${delivery.leaseUntil}, though the lease is ${JSON.stringify(can.lease)}`,
      );
      const ways = settlementsOf(delivery).length;
      must(ways >= 2, "a delivery cannot be settled");
      await delivery.ack();
    },
  },
  {
    name: "takes back a message that waits, and no other",
    when: has("remove"),
    play: async ({ transport, queue, unit, open, send, hand, nth, noMoreThan }) => {
      await open();
      const delays = transport.capabilities.maxPublishDelay > 0;
      for (const id of ["a", "b", "c"]) await send(id);
      if (delays) await send("d", {}, { delay: unit });
      must(await transport.remove!(queue, "b"), "remove does not find a message that waits");
      must(!(await transport.remove!(queue, "b")), "remove finds a message twice");
      must(!(await transport.remove!(queue, "x")), "remove finds a message that is not there");
      if (delays) must(await transport.remove!(queue, "d"), "remove does not find a message that is delayed");
      const reader = hand();
      const held = [await nth(reader, 1), await nth(reader, 2)];
      must(!(await transport.remove!(queue, "a")), "remove takes a message out of someone's hand");
      for (const { delivery } of held) await delivery.ack();
      await noMoreThan(reader, 2);
      mustEqual(held.map(({ delivery }) => delivery.envelope.id).toSorted(), ["a", "c"], "what is left");
    },
  },
  {
    name: "counts what is ready, delayed and leased, as far as it counts",
    when: has("counts"),
    play: async ({ transport, queue, unit, open, send, hand, nth }) => {
      await open();
      const delays = transport.capabilities.maxPublishDelay > 0;
      for (const id of ["a", "b", "c"]) await send(id);
      if (delays) await send("d", {}, { delay: 50 * unit });
      const seen = async (ready: number, delayed: number, leased: number): Promise<void> => {
        const { ready: r = ready, delayed: d = delayed, leased: l = leased } = await transport.counts!(queue);
        mustEqual([r, d, l], [ready, delayed, leased], "the count of ready, delayed and leased messages");
      };
      await seen(3, delays ? 1 : 0, 0);
      const reader = hand({ concurrency: 1 });
      const { delivery, done } = await nth(reader, 1);
      await seen(2, delays ? 1 : 0, 1);
      await delivery.ack();
      await seen(2, delays ? 1 : 0, 0);
      done();
    },
  },
  {
    name: "shows each message that waits once, page by page, and takes none away",
    when: has("peek"),
    play: async ({ transport, queue, unit, open, send, hand, nth }) => {
      await open();
      const ids = ["a", "b", "c", "d", "e"];
      const delay = transport.capabilities.maxPublishDelay > 0 ? unit : 0;
      for (const id of ids) await send(id, {}, id === "c" ? { delay } : {});
      const [shown, limit]: [string[], number] = [[], 2];
      let cursor: string | undefined;
      do {
        const page = await transport.peek!(queue, { limit, cursor });
        must(page.items.length <= limit, `a page of ${limit} holds ${page.items.length}`);
        shown.push(...page.items.map(({ id }) => id));
        ({ cursor } = page);
      } while (cursor !== undefined && shown.length < 10 * ids.length);
      mustEqual(shown.toSorted(), ids, "what is shown");
      const reader = hand({ serve: (delivery) => delivery.ack() });
      await nth(reader, ids.length);
      mustEqual((await transport.peek!(queue, { limit })).items, [], "what is shown of an empty queue");
    },
  },
];

function has(method: keyof Transport): NonNullable<Clause["when"]> {
  return (_, transport) => transport[method] !== undefined;
}
