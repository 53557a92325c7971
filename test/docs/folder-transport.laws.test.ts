import { mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import type { Clock } from "ostinato";
import { transportContract, virtualClock, type VirtualClock } from "ostinato/testing";
import type { Delivery } from "ostinato/transport";
import { clear, folderTransport } from "../../docs/examples/folder-transport.ts";
import { lawParameters } from "../support/laws.ts";
import { mail } from "../transport/post.ts";

const root = mkdtempSync(join(tmpdir(), "ostinato-"));
afterAll(() => clear(root));

const { numRuns: runs, seed } = lawParameters(5);

describe("T10 the transport on a folder", () => {
  transportContract(({ clock }) => folderTransport(root, { clock, poll: 250 }), { describe, it, fc, runs, seed });
});

const LEASE = 20_000;
const POLL = 5_000;
const MINUTE = 60_000;

/** What a process does before it ends, in seconds: how long what it sends is to wait, and what becomes of what it is given. */
const lives = fc.array(
  fc.record({
    sends: fc.array(fc.nat(40), { maxLength: 3 }),
    settles: fc.array(fc.constantFrom("ack", "release", "nothing"), { maxLength: 3 }),
    lasts: fc.nat(30),
    leaves: fc.constantFrom("draft", "taken", "nothing"),
  }),
  { minLength: 1, maxLength: 4 },
);

/** A process on the folder. When it ends nothing of it is ever heard again. */
async function anotherProcess(folder: string, virtual: VirtualClock, serve: (delivery: Delivery) => Promise<unknown>) {
  let isAlive = true;
  const clock: Clock = {
    now: () => virtual.now(),
    wallNow: () => virtual.wallNow(),
    schedule: (delay, run) => virtual.schedule(delay, () => isAlive && run()),
  };
  const transport = folderTransport(folder, { clock, lease: LEASE, poll: POLL });
  await transport.open!([{ name: "mails" }]);
  const errors: unknown[] = [];
  const onDelivery = async (delivery: Delivery): Promise<void> => void (await serve(delivery));
  transport.consume("mails", onDelivery, { concurrency: 100, onError: (error) => errors.push(error) });
  return { transport, errors, end: () => void (isAlive = false) };
}

/** The files of the only queue. */
const files = (folder: string): string[] => readdirSync(folder).flatMap((queue) => readdirSync(join(folder, queue)));
const leave = (folder: string, name: string): void =>
  writeFileSync(join(folder, readdirSync(folder)[0]!, name), '{"id":"half of a mess');

describe("a folder whose process ends in the middle of anything", () => {
  it("T9 is as it was when the next one opens it: what waits, what is held, how often it came; nothing is left over", () =>
    fc.assert(
      fc.asyncProperty(lives, async (all) => {
        const folder = mkdtempSync(join(root, "crash-"));
        const clock = virtualClock({ wallNow: 1_700_000_000_000 });
        const model = new Map<string, { due: number; count: number; isDone: boolean }>();
        let began = 0;
        const serving = (todo: readonly string[]) => {
          const left = todo.values();
          return async (delivery: Delivery): Promise<void> => {
            const known = model.get(delivery.envelope.id)!;
            expect([known.isDone, delivery.deliveryCount]).toEqual([false, known.count + 1]);
            expect(clock.now()).toBeGreaterThanOrEqual(known.due);
            expect(clock.now()).toBeLessThanOrEqual(Math.max(known.due, began) + POLL);
            const what = left.next().value;
            known.count++;
            known.isDone = what === "ack";
            known.due = clock.now() + (what === "release" ? 0 : LEASE);
            if (what === "ack") await delivery.ack();
            if (what === "release") await delivery.release();
          };
        };
        for (const { sends, settles, lasts, leaves } of all) {
          began = clock.now();
          const { transport, errors, end } = await anotherProcess(folder, clock, serving(settles));
          for (const wait of sends) {
            const id = String(model.size);
            model.set(id, { due: clock.now() + wait * 1_000, count: 0, isDone: false });
            await transport.publish(mail(id), { delay: wait * 1_000 });
          }
          await clock.advance(lasts * 1_000);
          end();
          if (leaves === "draft") leave(folder, `draft.${clock.wallNow()}.${model.size}`);
          if (leaves === "taken") leave(folder, `taken.${model.size}`);
          expect(errors).toEqual([]);
        }
        await clock.advance(MINUTE);
        began = clock.now();
        const { errors } = await anotherProcess(folder, clock, serving(Array.from({ length: 20 }, () => "ack")));
        await clock.advance(2 * MINUTE);
        expect(errors).toEqual([]);
        expect([...model.values()].every(({ isDone }) => isDone)).toBe(true);
        expect(files(folder)).toEqual([]);
      }),
      lawParameters(20),
    ));

  it("T9 keeps a draft that another process may still be writing", async () => {
    const folder = mkdtempSync(join(root, "draft-"));
    const clock = virtualClock({ wallNow: 1_700_000_000_000 });
    const transport = folderTransport(folder, { clock });
    await transport.open!([{ name: "mails" }]);
    leave(folder, `draft.${clock.wallNow()}.7`);
    await clock.advance(MINUTE - 1);
    await transport.open!([{ name: "mails" }]);
    expect(files(folder)).toHaveLength(1);
    await clock.advance(1);
    await transport.open!([{ name: "other", deadLetters: "mails" }]);
    expect(files(folder)).toEqual([]);
  });
});
