import { describe, expect, it } from "vitest";
import { createApp, type Letter } from "ostinato/tasks";
import { memoryTransport } from "ostinato/transport";
import { stage } from "./stage.ts";

/** An app with so many dead letters, and a switch that lets them succeed. */
async function graveyard(count: number) {
  const { app, clock } = stage();
  const state = { down: true, calls: [] as unknown[] };
  const task = app.task(
    "bill",
    ({ attempt, previousError }, n: number) => {
      state.calls.push([n, attempt, previousError?.message]);
      if (state.down) throw new Error("down");
      return n;
    },
    { policy: { attempts: 1 } },
  );
  app.worker().start();
  for (let n = 1; n <= count; n++) await task.enqueue({ args: [n], id: `bill ${n}` });
  await clock.runUntil(app.idle());
  state.down = false;
  state.calls = [];
  return { app, clock, state, dead: app.deadLetters() };
}

describe("dead letters", () => {
  it("are listed with their death, page by page", async () => {
    const { dead } = await graveyard(3);
    const first = await dead.list({ limit: 2 });
    const second = await dead.list({ limit: 2, cursor: first.cursor! });
    const letters = [...first.letters, ...second.letters];
    expect(
      letters.map(({ id, task, queue, reason, attempts, error }) => [
        id,
        task,
        queue,
        reason,
        attempts,
        error?.message,
      ]),
    ).toEqual([1, 2, 3].map((n) => [`bill ${n}`, "bill", "default", "attempts", 1, "down"]));
    expect(letters[2]!.args()).toEqual([3]);
    expect(second.cursor).toBeUndefined();
  });

  it("F-094 are replayed one, some or all, under ids of their own, counted anew", async () => {
    const { app, clock, dead, state } = await graveyard(4);
    expect(await dead.replay("bill 2")).toBe(1);
    expect(await dead.replay(["bill 1", "nobody"])).toBe(1);
    expect(await dead.replay({ all: true })).toBe(2);
    await clock.runUntil(app.idle());
    expect(state.calls).toEqual([2, 1, 3, 4].map((n) => [n, 1, undefined]));
    expect((await dead.list()).letters).toEqual([]);
    expect(await app.result("bill 2").state()).toBe("FAILURE");
    expect(await app.result("bill 2~1").get()).toBe(2);
  });

  it("F-094 replayed twice at once run once", async () => {
    const { app, clock, dead, state } = await graveyard(1);
    const [letter] = (await dead.list()).letters;
    const results = await Promise.all([letter!.replay(), letter!.replay(), dead.replay("bill 1")]);
    await clock.runUntil(app.idle());
    expect([results[0].id, results[1].id, state.calls.length]).toEqual(["bill 1~1", "bill 1~1", 1]);
  });

  it("go on from the attempt they had reached, where that is wanted", async () => {
    const { app, clock, dead, state } = await graveyard(1);
    state.down = true;
    await dead.replay("bill 1", { attempts: "continued" });
    await clock.runUntil(app.idle());
    expect(state.calls).toEqual([[1, 1, undefined]]);
    await expect(dead.replay("bill 1~1", { attempts: "some" as never })).rejects.toThrow('"new" or "continued"');
    state.down = false;
    await dead.replay({ all: true });
    await clock.runUntil(app.idle());
    expect(await app.result("bill 1~2").get()).toBe(1);
  });

  it("are discarded one, some or all", async () => {
    const { dead } = await graveyard(3);
    expect(await dead.discard("bill 1")).toBe(1);
    expect(await dead.discard({ all: true })).toBe(2);
    expect((await dead.list()).letters).toEqual([]);
    await expect(dead.discard({ all: false } as never)).rejects.toThrow("letters: expected an id");
  });

  it("F-093 stay where their handler fails, and come again after a while", async () => {
    const { app, clock, dead } = await graveyard(1);
    const times: number[] = [];
    const errors: string[] = [];
    app.on("error", ({ during }) => errors.push(during));
    const start = clock.now();
    dead.consume((letter: Letter) => {
      times.push(clock.now() - start);
      if (times.length < 4) throw new Error(`the store is away, ${letter.id} stays`);
    });
    await clock.advance("5m");
    expect(times).toEqual([0, 1_000, 3_000, 7_000]);
    expect(errors).toEqual(Array.from({ length: 3 }, () => "dead-letter handler"));
    expect((await dead.list()).letters).toEqual([]);
    expect(() => dead.consume(5 as never)).toThrow("handler: expected a function");
  });

  it("F-092 are bounded: the oldest makes room", async () => {
    const { clock, ...rest } = stage();
    void rest;
    const transport = memoryTransport({ clock, deadLetterLimit: 10 });
    const app = createApp({ clock, transport });
    const task = app.task("t", () => Promise.reject(new Error("no")), { policy: { attempts: 1 } });
    app.worker().start();
    for (let n = 0; n < 100; n++) await task.enqueue({ id: String(n) });
    await clock.runUntil(app.idle());
    const { letters } = await app.deadLetters().list();
    expect(letters.map(({ id }) => id)).toEqual(Array.from({ length: 10 }, (_, n) => String(90 + n)));
  });

  it("of a stranger are shown, too", async () => {
    const { clock } = stage();
    const transport = memoryTransport({ clock });
    const app = createApp({ clock, transport });
    await transport.publish({
      id: "7",
      task: "?",
      queue: "default.dead",
      headers: {},
      body: new Uint8Array([1]),
      progress: {
        attempt: 0,
        elapsed: 0,
        previousDelay: 0,
        firstSentAt: 5,
      },
      notBefore: undefined,
      expiresAt: undefined,
    });
    const [letter] = (await app.deadLetters().list()).letters;
    expect(letter).toMatchObject({ id: "7", reason: "undecodable", at: 5 });
    expect(() => letter!.args()).toThrow("bytes cannot be read");
    await letter!.replay();
    expect(await app.result("7~1").state()).toBe("PENDING");
  });

  it("cannot be listed where the transport shows nothing", async () => {
    const { clock } = stage();
    const { peek: _peek, ...blind } = memoryTransport({ clock });
    await expect(createApp({ clock, transport: blind }).deadLetters().list()).rejects.toThrow("one that can show");
  });
});
