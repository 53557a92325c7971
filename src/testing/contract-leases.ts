import { type Clause, mustBeLost, mustBeOnTime, nextOf, settlementsOf } from "./contract-clause.ts";
import { must } from "./contract-error.ts";
import type { Scene } from "./contract-scene.ts";

const HOLDS_FOR_A_TIME: NonNullable<Clause["when"]> = ({ lease }) => lease !== "connection";

/** A delivery is held for a time, and settled once, by whoever holds it. */
export const LEASES: readonly Clause[] = [
  {
    name: "delivers again what nobody settles, when its lease is over, and counts it",
    when: HOLDS_FOR_A_TIME,
    play: async (scene) => {
      const { time, lease, open, send, hand, nth, noMoreThan } = scene;
      await open();
      const reader = hand();
      const sent = await send("a");
      const first = await nth(reader, 1);
      const { leaseUntil } = first.delivery;
      if (leaseUntil !== undefined)
        must(
          Math.abs(leaseUntil - time.clock.wallNow() - lease) <= scene.unit,
          `a lease of ${lease} ms ends at ${leaseUntil}`,
        );
      first.done();
      const second = await nth(reader, 2);
      mustBeOnTime(scene, "what nobody has settled", second.at, first.at + lease);
      must(second.delivery.envelope.id === sent.id, "another message comes again");
      must(second.delivery.envelope.progress.attempt === sent.progress.attempt, "a redelivery counts as an attempt");
      mustCount(scene, [first.delivery.deliveryCount, second.delivery.deliveryCount]);
      await second.delivery.ack();
      second.done();
      await noMoreThan(reader, 2);
    },
  },
  {
    name: "lets nobody settle whose lease was lost, and the new holder is not disturbed",
    when: HOLDS_FOR_A_TIME,
    play: async ({ open, send, hand, nth, noMoreThan }) => {
      await open();
      const reader = hand();
      await send("a");
      const first = await nth(reader, 1);
      const second = await nth(reader, 2);
      for (const { name, settle } of settlementsOf(first.delivery))
        await mustBeLost(`${name} after the lease was lost`, () => settle(first.delivery));
      if (first.delivery.extend !== undefined)
        await mustBeLost("extend after the lease was lost", () => first.delivery.extend!(1_000));
      await second.delivery.ack();
      await noMoreThan(reader, 2);
    },
  },
  {
    name: "settles a delivery once",
    play: async ({ queue, dead, open, send, hand, nth }) => {
      await open();
      const [reader, morgue] = [hand(), hand({ queue: dead, serve: (delivery) => delivery.ack() })];
      await send("probe");
      const probe = await nth(reader, 1);
      const ways = settlementsOf(probe.delivery);
      await probe.delivery.ack();
      let seen = 1;
      for (const first of ways) {
        for (const second of ways) {
          await send(`${first.name} ${second.name}`);
          const { delivery } = await nth(reader, ++seen);
          await first.settle(delivery);
          await mustBeLost(`${second.name} after ${first.name}`, () => second.settle(delivery));
          if (first.name !== "release" && first.name !== "retry") continue;
          const back = await nth(reader, ++seen);
          must(back.delivery.envelope.queue === queue, "it comes back elsewhere");
          await back.delivery.ack();
        }
      }
      const buried = ways.some(({ name }) => name === "deadLetter") ? ways.length : 0;
      if (buried > 0) await nth(morgue, buried);
      must(morgue.held.length === buried, `${morgue.held.length} dead letters, though ${buried} are dead`);
      must(reader.held.length === seen, "what was settled comes again");
    },
  },
  {
    name: "holds a message for longer when asked, and lets go when no longer asked",
    when: HOLDS_FOR_A_TIME,
    play: async (scene) => {
      const { time, lease, open, send, hand, nth } = scene;
      await open();
      const reader = hand();
      await send("a");
      const { delivery } = await nth(reader, 1);
      if (delivery.extend === undefined) return;
      let [until, asked] = [delivery.leaseUntil ?? 0, 0];
      for (let half = 0; half < 6; half++) {
        await time.pass(lease / 2);
        const longer = await delivery.extend(lease);
        asked = time.now();
        must(longer > until, `extend answers with ${longer}, which is no later than ${until}`);
        until = longer;
      }
      must(reader.held.length === 1, "it comes again while its lease is extended");
      const second = await nth(reader, 2);
      mustBeOnTime(scene, "what is no longer held", second.at, asked + lease);
      await second.delivery.ack();
    },
  },
  {
    name: "tells of a worker that fails, goes on, and delivers again what was left",
    when: HOLDS_FOR_A_TIME,
    play: async ({ open, send, hand, nth, until }) => {
      await open();
      const failure = new Error("the worker failed");
      let calls = 0;
      const reader = hand({
        concurrency: 1,
        serve: async (delivery) => {
          if (++calls === 1) throw failure;
          await delivery.ack();
        },
      });
      await send("a");
      await send("b");
      await nth(reader, 3);
      must(reader.errors.length === 1 && reader.errors[0] === failure, "onError is not told the very error, once");
      await until("the last acknowledgement", () => calls === 3);
    },
  },
  {
    name: "replaces a message by the next attempt in one step, in which no copy is lost or left",
    when: ({ atomicRetry }) => atomicRetry,
    play: async (scene) => {
      const { unit, open, send, hand, nth, noMoreThan } = scene;
      await open();
      const reader = hand();
      const sent = await send("a");
      const first = await nth(reader, 1);
      const began = scene.time.now();
      await first.delivery.retry!(nextOf(sent), { delay: 3 * unit, dedupeKey: "a:2" });
      const second = await nth(reader, 2);
      mustBeOnTime(scene, "the next attempt", second.at, began + 3 * unit);
      must(second.delivery.envelope.id === "a", "the next attempt has another id");
      must(second.delivery.envelope.progress.attempt === 1, "the next attempt does not know its number");
      await second.delivery.ack();
      await noMoreThan(reader, 2);
    },
  },
];

/** Two counts of one message, delivered twice. */
export function mustCount({ transport }: Scene, [first, second]: readonly (number | undefined)[]): void {
  const { deliveryCount } = transport.capabilities;
  const said = `deliveryCount is ${first}, then ${second}, though it is "${deliveryCount}"`;
  if (deliveryCount === "exact") must(first === 1 && second === 2, said);
  if (deliveryCount === "flag") must(first === 1 && second !== undefined && second > 1, said);
  if (deliveryCount === "approximate")
    must(first !== undefined && second !== undefined && first >= 1 && second >= 1, said);
  if (deliveryCount === "none") must(first === undefined && second === undefined, said);
}
