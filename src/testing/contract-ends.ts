import { deadLetterFrom, deadLetterTo, type DeadLetterInfo } from "../transport/dead-letter.ts";
import { type Clause, codeOf } from "./contract-clause.ts";
import { must, mustEqual } from "./contract-error.ts";

const DEATH: DeadLetterInfo = {
  reason: "not-retryable",
  error: { name: "TypeError", message: "no such user", code: "E_USER" },
  attempts: 3,
  deliveries: 5,
  at: 1_000,
};

/** How messages die, how consumers and transports end, and how it shows that something went wrong. */
export const ENDS: readonly Clause[] = [
  {
    name: "brings a dead letter to its queue, with its death and as it was",
    play: async ({ queue, dead, open, send, hand, nth, noMoreThan, transport, time }) => {
      await open();
      const [reader, morgue] = [hand(), hand({ queue: dead })];
      await send("a", { headers: { trace: "00-1" } });
      const { delivery } = await nth(reader, 1);
      if (delivery.deadLetter === undefined) {
        await time.settled(transport.publish(deadLetterTo(dead, delivery.envelope, DEATH)));
        await delivery.ack();
      } else await delivery.deadLetter(DEATH);
      const buried = await nth(morgue, 1);
      const letter = deadLetterFrom(buried.delivery.envelope);
      must(letter !== undefined, "the dead letter does not tell of its death");
      const { envelope, ...death } = letter;
      mustEqual(death, DEATH, "the death");
      mustEqual([envelope.id, envelope.queue, envelope.headers], ["a", queue, { trace: "00-1" }], "the message");
      await buried.delivery.ack();
      await noMoreThan(morgue, 1);
      must(reader.held.length === 1, "a dead letter comes again");
    },
  },
  {
    name: "takes a message for dead that comes back too often",
    when: ({ maxDeliveries, lease }) => maxDeliveries === "native" && lease !== "connection",
    play: async ({ dead, open, send, hand, nth, noMoreThan }) => {
      await open({ maxDeliveries: 3 });
      const [reader, morgue] = [hand(), hand({ queue: dead })];
      await send("a");
      await (await nth(reader, 1)).delivery.release();
      const buried = await nth(morgue, 1);
      must(reader.held.length === 3, `it was delivered ${reader.held.length} times, though 3 are the most`);
      must(buried.delivery.envelope.id === "a", "another message is dead");
      const reason = deadLetterFrom(buried.delivery.envelope)?.reason ?? "poison";
      must(reason === "poison", `it is dead of "${reason}", not of "poison"`);
      await buried.delivery.ack();
      await noMoreThan(reader, 3);
    },
  },
  {
    name: "drains: fetches no more, waits for what is in hand, and loses nothing",
    play: async ({ time, transport, open, send, hand, nth, until, noMoreThan }) => {
      await open();
      const first = hand({ concurrency: 2 });
      for (const id of ["a", "b", "c", "d"]) await send(id);
      const later = transport.capabilities.maxPublishDelay > 0;
      if (later) await send("e", {}, { delay: 1 });
      const held = [await nth(first, 1), await nth(first, 2)];
      let [drained, twice] = [false, false];
      void first.consumer.drain().then(() => (drained = true));
      void first.consumer.drain().then(() => (twice = true));
      await time.pass(0);
      must(!drained && !twice, "drain does not wait for what is in hand");
      for (const { delivery, done } of held) {
        await delivery.ack();
        done();
      }
      await until("the end of a drain", () => drained && twice);
      await time.pass(0);
      must(first.held.length === 2, "a consumer that drains is given more");
      const second = hand({ serve: (delivery) => delivery.ack() });
      await nth(second, later ? 3 : 2);
      await noMoreThan(second, later ? 3 : 2);
      const ids = [...first.held, ...second.held].map(({ delivery }) => delivery.envelope.id);
      mustEqual(ids.toSorted(), later ? ["a", "b", "c", "d", "e"] : ["a", "b", "c", "d"], "what was delivered");
    },
  },
  {
    name: "stops waiting for a drain when its signal says so, and what is in hand stays there",
    play: async ({ time, open, send, hand, nth, noMoreThan }) => {
      await open();
      const reader = hand();
      await send("a");
      const { delivery, done } = await nth(reader, 1);
      const leaving = new AbortController();
      const drained = reader.consumer.drain({ signal: leaving.signal }).then(
        () => "nothing",
        (reason: unknown) => reason,
      );
      leaving.abort("no time");
      must((await time.settled(drained)) === "no time", "it does not reject with the signal's reason");
      await delivery.ack();
      done();
      await noMoreThan(reader, 1);
    },
  },
  {
    name: "can be closed twice, and by a worker that has settled; then it takes nothing any more",
    play: async ({ time, transport, open, send, hand, until }) => {
      await open();
      let closed = 0;
      hand({
        serve: async (delivery) => {
          await delivery.ack();
          await Promise.all([transport.close(), transport.close()]);
          closed++;
        },
      });
      await send("a");
      await until("the end of close", () => closed === 1);
      await time.settled(transport.close());
      const error = await send("b").then(
        () => undefined,
        (reason: unknown) => reason ?? new Error("nothing"),
      );
      must(error !== undefined, "a message is taken by a transport that is closed");
      const verdict = transport.isRetryable?.(error) ?? true;
      must(typeof verdict === "boolean", `isRetryable answers with ${String(verdict)} to ${codeOf(error)}`);
    },
  },
  {
    name: "sends nothing when the signal has aborted, and says so",
    play: async ({ open, send, hand, noMoreThan }) => {
      await open();
      const reader = hand();
      const sent = await send("a", {}, { signal: AbortSignal.abort("gone") }).then(
        () => "nothing",
        (reason: unknown) => reason,
      );
      must(sent === "gone", `publish ends with ${codeOf(sent)}, not with the signal's reason`);
      await noMoreThan(reader, 0);
    },
  },
];
