import { describe, expect, it } from "vitest";
import { virtualClock } from "ostinato/testing";
import { LONGEST_DELAY, limitedTransport } from "./limited.ts";
import { keep, mail, postman } from "./post.ts";

const stage = () => {
  const clock = virtualClock();
  return { clock, transport: limitedTransport({ clock, lease: "10s" }) };
};

describe("a limited transport", () => {
  it("refuses a delay beyond its longest, to send and to release", async () => {
    const { clock, transport } = stage();
    await expect(transport.publish(mail("a"), { delay: LONGEST_DELAY + 1 })).rejects.toMatchObject({ option: "delay" });
    const { got } = postman(transport, keep);
    await transport.publish(mail("a"), { delay: LONGEST_DELAY });
    await clock.advance(LONGEST_DELAY);
    await expect(got[0]!.release({ delay: LONGEST_DELAY + 1 })).rejects.toMatchObject({ option: "delay" });
    await got[0]!.ack();
  });

  it("has nothing but ack and release, and counts wrongly now and then", async () => {
    const { clock, transport } = stage();
    const { got } = postman(transport, keep, { concurrency: 4 });
    await transport.publish(mail("a"));
    await transport.publish(mail("bb"));
    await clock.advance("10s");
    const counts = got.map(({ envelope, deliveryCount }) => [envelope.id, deliveryCount]);
    expect(counts).toEqual([
      ["a", 1],
      ["bb", 1],
      ["a", 2],
      ["bb", 1],
    ]);
    expect(got.map(({ retry, deadLetter, extend }) => [retry, deadLetter, extend])[0]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect([transport.remove, transport.counts, transport.peek]).toEqual([undefined, undefined, undefined]);
  });

  it("can have leases of another length, and says which errors are worth another try", async () => {
    const { clock, transport } = stage();
    await transport.open!([{ name: "mails", lease: "1m", deadLetters: "unheard" }]);
    const { got } = postman(transport, keep);
    await transport.publish(mail("a"));
    await clock.advance(0);
    expect(got[0]!.leaseUntil).toBe(60_000);
    expect(transport.isRetryable!(new Error("unknown"))).toBe(false);
    await got[0]!.ack();
    await transport.close();
  });
});
