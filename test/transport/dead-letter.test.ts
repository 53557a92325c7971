import { describe, expect, it } from "vitest";
import {
  deadLetterFrom,
  type DeadLetterInfo,
  deadLetterTo,
  type Envelope,
  LeaseLostError,
  QueueFullError,
  TransportClosedError,
} from "ostinato/transport";

const mail: Envelope = {
  id: "7",
  task: "mail",
  queue: "mails",
  progress: { attempt: 3, elapsed: 900, previousDelay: 200, firstSentAt: 50 },
  notBefore: 400,
  expiresAt: 9_000,
  headers: { trace: "00-1", ["__proto__"]: "mine" },
  body: new Uint8Array([1, 2]),
  orderingKey: "Ada",
};

const death: DeadLetterInfo = {
  reason: "attempts",
  error: { name: "TypeError", message: "no such user", code: "E_USER" },
  attempts: 3,
  deliveries: 5,
  at: 1_000,
};

describe("a dead letter", () => {
  it("lies in its queue with its death in a header, and is due there at once", () => {
    const dead = deadLetterTo("mails.dead", mail, death);
    expect(dead).toMatchObject({
      id: "7",
      task: "mail",
      queue: "mails.dead",
      notBefore: undefined,
      orderingKey: "Ada",
    });
    expect(Object.keys(dead.headers)).toEqual(["trace", "__proto__", "ostinato-dead-letter"]);
  });

  it("reads as it was written", () => {
    const { envelope, ...info } = deadLetterFrom(deadLetterTo("mails.dead", mail, death))!;
    expect(info).toEqual(death);
    expect(envelope).toEqual({ ...mail, notBefore: undefined });
  });

  it("has no error and no count where there was none", () => {
    const info: DeadLetterInfo = { reason: "poison", attempts: 0, deliveries: undefined, at: 0 };
    expect(deadLetterFrom(deadLetterTo("dead", mail, info))).toMatchObject(info);
  });

  it.each([undefined, "", "null", "7", "{", "{}", '{"queue":"mails","reason":1,"attempts":1,"at":1}'])(
    "is no message whose header says %s",
    (text) => {
      const headers: Record<string, string> = text === undefined ? {} : { "ostinato-dead-letter": text };
      expect(deadLetterFrom({ ...mail, headers })).toBeUndefined();
    },
  );
});

describe("the errors of a transport", () => {
  it("have literal codes and say of whom they speak", () => {
    const lost: "LEASE_LOST" = new LeaseLostError("7").code;
    const full: "QUEUE_FULL" = new QueueFullError("mails", 10).code;
    const closed: "TRANSPORT_CLOSED" = new TransportClosedError().code;
    expect([lost, full, closed]).toEqual(["LEASE_LOST", "QUEUE_FULL", "TRANSPORT_CLOSED"]);
    expect(new LeaseLostError("7", { cause: "gone" })).toMatchObject({ id: "7", cause: "gone" });
    expect(new QueueFullError("mails", 10)).toMatchObject({ queue: "mails", limit: 10 });
  });

  it("F-100 quote an id that is hostile, and cut one that is huge", () => {
    expect(new LeaseLostError("a\nb").message).toContain('"a\\nb"');
    expect(new LeaseLostError("x".repeat(2 ** 20)).message.length).toBeLessThan(200);
  });
});
