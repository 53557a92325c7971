import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lawParameters } from "../support/laws.ts";
import { awake, finished, GRAVES, histories, MOST, played, type Step, type World } from "./history.ts";

/** Something that holds of any history. */
const ofAll = (look: (steps: readonly Step[]) => Promise<unknown>): Promise<void> =>
  fc.assert(
    fc.asyncProperty(histories(), async (steps) => void (await look(steps))),
    lawParameters(),
  );

const held = async ({ transport }: World, queue: string): Promise<number> => {
  const { ready = 0, delayed = 0, leased = 0 } = await transport.counts(queue);
  return ready + delayed + leased;
};

const acknowledged = ({ came }: World): string[] => came.flatMap(({ by, copy }) => (by === "ack" ? [copy.id] : []));
const buried = async ({ transport, dropped }: World): Promise<string[]> => {
  const { items } = await transport.peek("mails.dead", { limit: 100 });
  return [...items, ...dropped].map(({ id }) => id);
};
const sent = ({ copies }: World): string[] => copies.flatMap(({ attempt, id }) => (attempt === 0 ? [id] : []));

describe("whatever happens to it, the transport in memory", () => {
  it("T1 has each message in one place: it waits or is held, is done, or is dead", () =>
    ofAll(async (steps) => {
      await played(steps, async (world) => {
        const gone = [...acknowledged(world), ...(await buried(world))];
        expect((await held(world, "mails")) + gone.length).toBe(sent(world).length);
      });
      const ended = await finished(steps);
      const ends = [...acknowledged(ended), ...(await buried(ended))];
      expect(ends.toSorted()).toEqual(sent(ended).toSorted());
    }));

  it("T2 delivers a message once at least, and no more often than its queue allows", () =>
    ofAll(async (steps) => {
      for (const { deliveries } of (await finished(steps)).copies) {
        const counted = deliveries.map(({ delivery }) => delivery.deliveryCount);
        expect(counted).toEqual(deliveries.map((_, index) => index + 1));
        expect(counted.length).toBeGreaterThanOrEqual(1);
        expect(counted.length).toBeLessThanOrEqual(MOST);
      }
    }));

  it("T3 gives nobody what another still holds", () =>
    ofAll(async (steps) => {
      const { came } = await played(steps);
      for (const [index, { copy, at }] of came.entries()) {
        const before = came.slice(0, index).findLast((one) => one.copy.id === copy.id);
        expect(before?.until ?? 0).toBeLessThanOrEqual(at);
      }
    }));

  it("T4 refuses whoever comes with an old lease, and nobody else; that changes nothing", () =>
    ofAll(async (steps) => {
      for (const { isLate, code, before, after } of (await played(steps)).tries) {
        expect([code, after]).toEqual(isLate ? ["LEASE_LOST", before] : [undefined, after]);
      }
    }));

  it("T5 gives a consumer that drains nothing more, and ends when all that it holds is settled or lost", () =>
    ofAll(async (steps) => {
      const world = await played(steps);
      const { came, consumer, settle, now, pass } = world;
      let drained = false;
      void consumer.drain().then(() => (drained = true));
      const before = came.length;
      for (let n = 0; n < 12; n++) {
        const inHand = came.filter(({ until }) => until > now());
        await pass(0);
        expect(drained).toBe(inHand.length === 0);
        if (n % 2 === 0 && inHand[0] !== undefined) await settle(inHand[0], "release", 0);
        await pass(1_000);
        await awake(world);
      }
      expect([drained, came.length]).toEqual([true, before]);
    }));

  it("T6 brings no message before it is due, by its own clock, however the wall clock jumps", () =>
    ofAll(async (steps) => {
      for (const { at, due } of (await played(steps)).came) expect(at).toBeGreaterThanOrEqual(due);
    }));

  it("T7 keeps no more dead letters than it has room for", () =>
    ofAll((steps) =>
      played(steps, async (world) => expect(await held(world, "mails.dead")).toBeLessThanOrEqual(GRAVES)),
    ));

  it("T8 serves first who came first, of those that never had to wait and are equal", () =>
    ofAll(async (steps) => {
      const { came } = await played(steps);
      for (const priority of [0, 1]) {
        const firsts = came.filter(
          ({ copy, delivery }) => copy.attempt === 0 && copy.priority === priority && delivery.deliveryCount === 1,
        );
        const order = firsts.filter(({ copy }) => copy.isPrompt).map(({ copy }) => Number(copy.id));
        expect(order).toEqual(order.toSorted((a, b) => a - b));
      }
    }));
});
