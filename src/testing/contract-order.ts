import type { Clause } from "./contract-clause.ts";
import { must, mustEqual } from "./contract-error.ts";
import type { Scene } from "./contract-scene.ts";

/** Order, priority, and messages that are the same. */
export const ORDER: readonly Clause[] = [
  {
    name: "keeps the order of a queue where it is wanted, also past one that comes back",
    when: ({ ordering }) => ordering !== "none",
    play: async (scene) => {
      await scene.open({ ordering: "queue" });
      await inOrder(scene, ["a", "b", "c", "d"], () => "one for all");
    },
  },
  {
    name: "keeps the order of each key where it is wanted, and no key waits for another",
    when: ({ ordering }) => ordering === "key",
    play: async (scene) => {
      const { time, open, send, hand, nth } = scene;
      await open({ ordering: "key" });
      const reader = hand();
      await send("blocked 1", { orderingKey: "blocked" });
      await send("blocked 2", { orderingKey: "blocked" });
      await send("free", { orderingKey: "free" });
      await send("loose");
      const first = [await nth(reader, 1), await nth(reader, 2), await nth(reader, 3)];
      mustEqual(
        first.map(({ delivery }) => delivery.envelope.id).toSorted(),
        ["blocked 1", "free", "loose"],
        "what comes while the first of a key is held",
      );
      for (const { delivery, done } of first) {
        await delivery.ack();
        done();
      }
      const last = await nth(reader, 4);
      await last.delivery.ack();
      last.done();
      await time.settled(reader.consumer.drain());
      await inOrder(scene, ["a1", "b1", "a2", "b2", "a3", "b3"], (id) => id[0]!);
    },
  },
  {
    name: "delivers the higher priority first, of those that are due",
    when: ({ priorities, ordering }) => priorities > 1 && ordering !== "queue",
    play: async ({ open, send, hand, nth, noMoreThan }) => {
      await open();
      for (const priority of [0, 1, 0, 1]) await send(`of ${priority}`, { priority });
      const reader = hand({ concurrency: 1, serve: (delivery) => delivery.ack() });
      await nth(reader, 4);
      const order = reader.held.map(({ delivery }) => delivery.envelope.priority);
      mustEqual(order, [1, 1, 0, 0], "the order of the priorities");
      await noMoreThan(reader, 4);
    },
  },
  {
    name: "takes a second message of the same key and drops it, in the same queue alone",
    when: ({ dedupeWindow }) => dedupeWindow > 0,
    play: async ({ dead, open, send, hand, nth, noMoreThan }) => {
      await open();
      const [reader, other] = [hand(), hand({ queue: dead })];
      const options = { dedupeKey: "once" };
      await send("first", {}, options);
      await send("second", {}, options);
      await send("elsewhere", { queue: dead }, options);
      await send("another", {}, { dedupeKey: "twice" });
      for (const by of [1, 2]) await (await nth(reader, by)).delivery.ack();
      await send("third", {}, options);
      await (await nth(other, 1)).delivery.ack();
      await noMoreThan(reader, 2);
      const ids = reader.held.map(({ delivery }) => delivery.envelope.id);
      mustEqual(ids.toSorted(), ["another", "first"], "what was delivered");
    },
  },
];

/** Sends messages of some keys; each is given back once. Those of one key must end in order, one at a time. */
async function inOrder(
  { time, unit, send, hand, until }: Scene,
  ids: readonly string[],
  keyOf: (id: string) => string,
): Promise<void> {
  const [working, ended, seen] = [new Set<string>(), [] as string[], new Set<string>()];
  let together = "";
  hand({
    serve: async (delivery) => {
      const { id } = delivery.envelope;
      if (working.has(keyOf(id))) together = id;
      working.add(keyOf(id));
      await new Promise<void>((resolve) => time.clock.schedule(unit / 10, resolve));
      working.delete(keyOf(id));
      if (seen.has(id)) ended.push(id);
      if (seen.has(id)) return delivery.ack();
      seen.add(id);
      await delivery.release({ delay: 1 });
    },
  });
  for (const id of ids) await send(id, { orderingKey: keyOf(id) });
  await until("the last message", () => ended.length >= ids.length);
  must(together === "", `"${together}" is delivered beside another of its key`);
  for (const key of new Set(ids.map(keyOf)))
    mustEqual(
      ended.filter((id) => keyOf(id) === key),
      ids.filter((id) => keyOf(id) === key),
      `the order of key "${key}"`,
    );
}
