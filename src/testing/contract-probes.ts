import { deadLetterFrom } from "../transport/dead-letter.ts";
import { must, mustEqual } from "./contract-error.ts";
import { trySettling } from "./contract-faults.ts";
import type { World } from "./contract-world.ts";

/** Takes back a message that waits, if there is one of which no other copy is there. */
export async function remove({ scene, ledger }: World, pick: number): Promise<void> {
  const { transport, queue, time } = scene;
  const live = ledger.those("waiting", "held");
  const alone = ledger.those("waiting").filter(({ id }) => live.filter((other) => other.id === id).length === 1);
  const copy = alone[pick % Math.max(alone.length, 1)];
  if (transport.remove === undefined || copy === undefined) return;
  must(await time.settled(transport.remove(queue, copy.id)), `"${copy.id}" waits and cannot be removed`);
  copy.state = "gone";
}

/** Holds the transport's counts against the model, unless something is about to happen at this very moment. */
export async function count({ scene, ledger }: World): Promise<void> {
  const { transport, queue, time } = scene;
  if (transport.counts === undefined || !time.isVirtual || ledger.drift > 0) return;
  const [waiting, held] = [ledger.those("waiting"), ledger.those("held")];
  const near = transport.capabilities.delayResolution + 2;
  if ([...waiting, ...held].some(({ at }) => Math.abs(at - time.now()) <= near)) return;
  const { delayed, leased } = await time.settled(transport.counts(queue));
  const is = [delayed ?? waiting.length, leased ?? held.length];
  mustEqual(is, [waiting.length, held.length], "the count of delayed and leased messages");
}

/** Nothing goes wrong any more: all that is left comes and is done, and the dead are those who have died. */
export async function finish(world: World): Promise<void> {
  const { ledger, scene } = world;
  const { hand, dead, until, time, unit } = scene;
  await world.die();
  while (ledger.those("waiting", "held").length > 0) {
    await world.pass(unit);
    for (const one of world.hands.splice(0))
      if (ledger.canSettle(one.copy, one.held, time.now()) !== "no") await trySettling(world, one, "ack", 0);
  }
  const poisoned = ledger.those("dead").filter(({ reason }) => reason === "poison");
  const due = [...world.deaths, ...poisoned.map(({ id }) => `${id} poison`)].toSorted();
  const morgue = hand({ queue: dead, serve: (delivery) => delivery.ack(), concurrency: 1_000 });
  await until("the last dead letter", () => morgue.held.length >= due.length);
  await time.pass(unit);
  const read = morgue.held.map(({ delivery: { envelope } }) => {
    return `${envelope.id} ${deadLetterFrom(envelope)?.reason ?? "poison"}`;
  });
  mustEqual(read.toSorted(), due, "the list of the dead");
}
