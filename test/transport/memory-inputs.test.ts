import { describe, expect, it } from "vitest";
import { memoryTransport } from "ostinato/transport";
import { mail, postman } from "./post.ts";
import { turn } from "../support/host.ts";

const refused = (make: () => unknown): unknown => {
  try {
    return make();
  } catch (error) {
    return (error as { option?: string }).option;
  }
};

describe("memoryTransport", () => {
  it.each([
    ["lease", 0],
    ["lease", "soon"],
    ["lease", null],
    ["limit", 0],
    ["deadLetterLimit", 1.5],
    ["dedupeWindow", -1],
    ["priorities", 101],
    ["onDrop", "log"],
    ["clock", {}],
  ])("refuses %s: %s", (option, value) => {
    expect(refused(() => memoryTransport({ [option]: value }))).toBe(option);
  });

  it("refuses a misspelt option", () => {
    expect(() => memoryTransport({ leese: 5 } as never)).toThrow('did you mean "lease"');
  });

  it.each([
    ["id", { id: 7 }],
    ["task", { task: undefined }],
    ["queue", { queue: null }],
    ["body", { body: "text" }],
    ["priority", { priority: 10 }],
    ["priority", { priority: -1 }],
  ])("refuses a message without a proper %s", async (option, rest) => {
    await expect(memoryTransport().publish(mail("a", rest as never))).rejects.toMatchObject({ option });
  });

  it.each([NaN, -1, Infinity])("refuses a delay of %s", async (delay) => {
    await expect(memoryTransport().publish(mail("a"), { delay })).rejects.toMatchObject({ option: "delay" });
  });

  it("refuses queues that cannot be", async () => {
    const transport = memoryTransport();
    const open = (spec: object): Promise<unknown> =>
      transport.open([spec as never]).then(
        () => "opened",
        ({ option }: { option: string }) => option,
      );
    expect(await open({})).toBe("name");
    expect(await open({ name: "a", deadLetters: "a" })).toBe("deadLetters");
    expect(await open({ name: "a", maxDeliveries: 0 })).toBe("maxDeliveries");
    expect(await open({ name: "a", lease: 0 })).toBe("lease");
    expect(await open({ name: "a", ordering: "fifo" })).toBe("ordering");
    await transport.publish(mail("1", { queue: "a" }));
    expect(await open({ name: "a", ordering: "key" })).toBe("ordering");
    expect(await open({ name: "a", lease: "1m" })).toBe("opened");
  });

  it("refuses a consumer and a page that cannot be", async () => {
    const transport = memoryTransport();
    const consume = (how: object, onDelivery: unknown = () => {}): unknown =>
      refused(() => transport.consume("a", onDelivery as never, how as never));
    const onError = (): void => {};
    expect(consume({ onError })).toBe("concurrency");
    expect(consume({ concurrency: 0, onError })).toBe("concurrency");
    expect(consume({ concurrency: 1 })).toBe("onError");
    expect(consume({ concurrency: 1, onError, prefetch: -1 })).toBe("prefetch");
    expect(consume({ concurrency: 1, onError }, "work")).toBe("onDelivery");
    await expect(transport.peek("a", {} as never)).rejects.toMatchObject({ option: "limit" });
    await expect(transport.peek("a", { limit: 1, cursor: "x" })).rejects.toMatchObject({ option: "cursor" });
    expect(await transport.peek("a", { limit: 1 })).toEqual({ items: [] });
    expect(await transport.remove("a", "1")).toBe(false);
  });
});

describe("what waits in memory", () => {
  it("F-100 is found by its id, also among many of the same, and whatever the id is", async () => {
    const transport = memoryTransport();
    for (const id of ["__proto__", "twin", "twin", "", "twin"]) await transport.publish(mail(id));
    for (const id of ["__proto__", "twin", "", "twin"]) expect(await transport.remove("mails", id)).toBe(true);
    await transport.publish(mail("last"));
    const { items } = await transport.peek("mails", { limit: 5 });
    expect(items.map(({ id }) => id)).toEqual(["twin", "last"]);
    expect(await transport.remove("mails", "twin")).toBe(true);
    expect(await transport.remove("mails", "twin")).toBe(false);
  });

  it("is forgotten among its twins when it is settled, whichever it is", async () => {
    const transport = memoryTransport();
    const { got } = postman(transport, () => new Promise(() => {}), { concurrency: 3 });
    for (const _ of [1, 2, 3]) await transport.publish(mail("twin"));
    while (got.length < 3) await turn();
    expect(await transport.remove("mails", "twin")).toBe(false);
    await got[1]!.ack();
    await got[0]!.ack();
    await got[2]!.release({ delay: 60_000 });
    expect(await transport.remove("mails", "twin")).toBe(true);
    await transport.close();
  });

  it("can be taken back while it waits for its key, or leads it", async () => {
    const transport = memoryTransport();
    await transport.open([{ name: "mails", ordering: "key" }]);
    for (const id of ["a", "b", "c", "d"]) await transport.publish(mail(id, { orderingKey: "k" }));
    await transport.publish(mail("loose"));
    for (const id of ["b", "loose", "a"]) expect(await transport.remove("mails", id)).toBe(true);
    const { ids } = postman(transport);
    while (ids().length < 2) await turn();
    expect(ids()).toEqual(["c", "d"]);
    await transport.close();
  });
});
