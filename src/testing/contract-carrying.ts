import type { Envelope } from "../transport/envelope.ts";
import type { Clause } from "./contract-clause.ts";
import { must, mustEqual } from "./contract-error.ts";

const HOSTILE = [
  "",
  "ada",
  "Ada",
  "ada ",
  "__proto__",
  "constructor",
  "a\nb\r\n",
  "é\u0000😀",
  "../..",
  '"%s"; --',
  "x".repeat(10_000),
];

/** Messages arrive whole, once, and are gone when they are done. */
export const CARRYING: readonly Clause[] = [
  {
    name: "delivers a message once, as it was sent",
    play: async ({ transport, queue, open, send, hand, nth, noMoreThan }) => {
      await open();
      const body = Uint8Array.from({ length: 256 }, (_, byte) => byte);
      const rest = {
        progress: { attempt: 2, elapsed: 1.5, previousDelay: 0.25, firstSentAt: 1, routeAttempts: [1, 1] },
      };
      const more = { notBefore: 12, expiresAt: 9e15, headers: { trace: "00-1", "": "" }, orderingKey: "Ada" };
      const sent = { ...rest, ...more, task: "mail", body, priority: transport.capabilities.priorities - 1 };
      const reader = hand();
      const envelope = await send("a", sent);
      const whole = shown(envelope);
      body.fill(0);
      const { delivery, done } = await nth(reader, 1);
      mustEqual(shown(delivery.envelope), whole, "what arrives");
      must(delivery.envelope.queue === queue, "it arrives under the name of another queue");
      await delivery.ack();
      done();
      await noMoreThan(reader, 1);
      must(reader.errors.length === 0, `onError is told ${String(reader.errors[0])}`);
    },
  },
  {
    name: "takes ids, names and headers as they are, however hostile",
    play: async ({ open, send, hand, until }) => {
      await open();
      const reader = hand({ serve: (delivery) => delivery.ack() });
      const headers = Object.fromEntries(HOSTILE.map((text) => [text, text]));
      const sent: string[] = [];
      for (const text of HOSTILE) sent.push(shown(await send(text, { task: text, orderingKey: text, headers })));
      await until("the last message", () => reader.held.length >= sent.length);
      mustEqual(
        reader.held.map(({ delivery }) => shown(delivery.envelope)).toSorted(),
        sent.toSorted(),
        "what arrives",
      );
    },
  },
  {
    name: "keeps a queue of any name apart from the others",
    play: async ({ transport, time, queue, open, send, hand, nth, noMoreThan }) => {
      const names = HOSTILE.slice(0, -1).map((text) => `${queue}${text}`);
      await open();
      await time.settled(Promise.resolve(transport.open?.(names.slice(1).map((name) => ({ name })))));
      const readers = names.map((name) => hand({ queue: name, serve: (delivery) => delivery.ack() }));
      for (const name of names) await send(name, { queue: name });
      for (const [index, reader] of readers.entries()) {
        const { delivery } = await nth(reader, 1);
        must(delivery.envelope.id === names[index], `queue ${JSON.stringify(names[index])} gets a message of another`);
      }
      await noMoreThan(readers[0]!, 1);
    },
  },
  {
    name: "delivers many messages once each, and no more at once than it may",
    play: async ({ time, unit, open, send, hand, until, noMoreThan }) => {
      await open();
      const reader = hand({
        concurrency: 3,
        serve: async (delivery) => {
          await new Promise<void>((resolve) => time.clock.schedule(unit / 10, resolve));
          await delivery.ack();
        },
      });
      const ids = Array.from({ length: 40 }, (_, index) => `m${index}`);
      for (const id of ids) await send(id);
      await until("the last message", () => reader.held.length >= ids.length);
      await noMoreThan(reader, ids.length);
      const got = reader.held.map(({ delivery }) => delivery.envelope.id);
      mustEqual(got.toSorted(), ids.toSorted(), "what arrives");
      must(reader.most() <= 3, `${reader.most()} deliveries are worked on at once, though 3 may be`);
    },
  },
];

/** A message as text, bytes and all; what is absent and what is undefined are the same. */
function shown({ body, ...rest }: Envelope): string {
  const { id, task, queue, progress, notBefore, expiresAt, headers, orderingKey, priority = 0 } = rest;
  const { attempt, elapsed, previousDelay, firstSentAt, routeAttempts } = progress;
  const walk = [attempt, elapsed, previousDelay, firstSentAt, routeAttempts];
  const heads = Object.entries(headers).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([id, task, queue, walk, notBefore, expiresAt, heads, orderingKey, priority, [...body]]);
}
