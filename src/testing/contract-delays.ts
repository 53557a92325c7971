import { type Clause, mustBeOnTime } from "./contract-clause.ts";
import { must } from "./contract-error.ts";
import { mustCount } from "./contract-leases.ts";
import type { Scene } from "./contract-scene.ts";

/** Delays are kept: never early, and late by no more than the transport's resolution. */
export const DELAYS: readonly Clause[] = [
  {
    name: "delivers a delayed message when it is due",
    when: ({ maxPublishDelay }) => maxPublishDelay > 0,
    play: async (scene) => {
      const { time, transport, open, send, hand, nth, noMoreThan } = scene;
      await open();
      const reader = hand();
      const { maxPublishDelay } = transport.capabilities;
      const [short, long] = [delay(scene, 2, maxPublishDelay), delay(scene, 5, maxPublishDelay)];
      const began = time.now();
      await send("long", {}, { delay: long });
      await send("short", {}, { delay: short });
      await send("now");
      for (const [index, due] of [0, short, long].entries()) {
        const { at, delivery, done } = await nth(reader, index + 1);
        mustBeOnTime(scene, `"${delivery.envelope.id}"`, at, began + due);
        await delivery.ack();
        done();
      }
      await noMoreThan(reader, 3);
    },
  },
  {
    name: "delivers a released message again, at once or when it is due; that costs no attempt",
    play: async (scene) => {
      const { time, transport, open, send, hand, nth, noMoreThan } = scene;
      await open();
      const reader = hand();
      const wait = delay(scene, 3, transport.capabilities.maxReleaseDelay);
      await send("a", { notBefore: time.clock.wallNow() + wait });
      const first = await nth(reader, 1);
      await first.delivery.release();
      first.done();
      const second = await nth(reader, 2);
      mustCount(scene, [first.delivery.deliveryCount, second.delivery.deliveryCount]);
      const began = time.now();
      await second.delivery.release({ delay: wait });
      second.done();
      const third = await nth(reader, 3);
      mustBeOnTime(scene, "what was released with a delay", third.at, began + wait);
      must(third.delivery.envelope.progress.attempt === 0, "a release counts as an attempt");
      must(third.delivery.envelope.notBefore === first.delivery.envelope.notBefore, "a release changes the message");
      await third.delivery.ack();
      await noMoreThan(reader, 3);
    },
  },
  {
    name: "refuses a delay that it cannot keep",
    play: async ({ transport, open, send, hand, noMoreThan }) => {
      await open();
      const reader = hand();
      const { maxPublishDelay } = transport.capabilities;
      const beyond = maxPublishDelay === Infinity ? [] : [maxPublishDelay + 1];
      for (const wait of [NaN, -1, Infinity, ...beyond]) {
        const taken = await send("a", {}, { delay: wait }).then(
          () => true,
          () => false,
        );
        must(!taken, `a message with a delay of ${wait} is taken`);
      }
      await noMoreThan(reader, 0);
    },
  },
];

const delay = ({ unit }: Scene, units: number, most: number): number => Math.min(units * unit, most);
