import { createApp, memoryBackend } from "../src/task/index.ts";
import { memoryTransport } from "../src/transport/index.ts";
import { found } from "./finding.ts";
import { busy, garbage, kept, times } from "./measure.ts";

// Tasks that do nothing, sent and worked off in memory: what does it cost to have them sent, run, recorded and settled?
const LOT = 10_000;
const WAITING = 1_000_000;
const LOOKED_AT = 200_000;
const ROUNDS = 7;

/** Lots of tasks, from the sending to the end of the last. */
function lots(concurrency: number): (count: number) => Promise<void> {
  const app = createApp();
  const task = app.task("nothing", (_, x: number) => x);
  app.worker({ concurrency }).start();
  return async (count) => {
    for (let each = 0; each < count; each++) await task.delay(each);
    await app.idle();
  };
}

/** The least that a queue can be: a list, and one call after another; nothing is recorded, and nothing tried again. */
async function byHand(count: number): Promise<void> {
  const queue: (() => Promise<number>)[] = [];
  for (let each = 0; each < count; each++) queue.push(async () => each);
  for (const run of queue) await run();
}

const contenders = { "a list by hand": byHand, "one at a time": lots(1), "a hundred at once": lots(100) };
const passed = await times(contenders, { count: LOT, rounds: ROUNDS });
const spent = await times(contenders, { count: LOT, rounds: ROUNDS, cpu: true });
const made = await garbage(contenders, { count: 1_000, rounds: ROUNDS });
const perSecond = (name: string): number => 1e9 / passed[name as keyof typeof contenders]!;

/** Bytes of each message that waits and of what else is kept of its task; microseconds to send it; milliseconds of a first look. */
async function waiting(count: number, records: number): Promise<readonly number[]> {
  const transport = memoryTransport();
  const app = createApp({ transport, backend: memoryBackend({ records }) });
  const task = app.task("nothing", (_, x: number) => x);
  const [before, begun] = [kept(), busy()];
  for (let each = 0; each < count; each++) await task.delay(each);
  const sent = busy() - begun;
  const bytes = (kept() - before) / count;
  const look = busy();
  await transport.peek("default", { limit: 10 });
  return [bytes, sent / count / 1e3, (busy() - look) / 1e6];
}

const crowd = await waiting(WAITING, 100_000);
const known = await waiting(LOOKED_AT, Infinity);
found({
  bench: "tasks",
  columns: ["tasks a second", "µs of CPU", "bytes of garbage", "bytes", "µs to send", "ms to look first"],
  rows: {
    ...Object.fromEntries(
      Object.keys(contenders).map((name) => [name, [perSecond(name), spent[name]! / 1e3, made[name]!, NaN, NaN, NaN]]),
    ),
    "waiting, 1 000 000, the last 100 000 recorded": [NaN, NaN, NaN, ...crowd],
    "waiting, 200 000, all of them recorded": [NaN, NaN, NaN, ...known],
  },
  goals: [
    { what: "a task, one at a time", atMost: 10, got: spent["one at a time"]! / 1e3, unit: "µs of CPU" },
    { what: "a task, a hundred at once", atMost: 10, got: spent["a hundred at once"]! / 1e3, unit: "µs of CPU" },
    { what: "a message that waits", atMost: 1_000, got: crowd[0]!, unit: "bytes" },
  ],
});
process.exit();
