import { cap, exponential, fullJitter, schedule, seededRandom } from "ostinato";
import { type App, createApp, isFinal, memoryBackend, memoryIdempotency, type Task } from "ostinato/tasks";
import { memoryTransport } from "ostinato/transport";
import { jumpingClock } from "../support/jumping-clock.ts";
import { limitedTransport } from "../transport/limited.ts";
import { kill, mortal, type Process, type Strikes, stormyBackend, stormyTransport, watched } from "./storm.ts";

/** How much, how badly, and on what. */
export interface Weather {
  readonly tasks: number;
  /** How likely each fault is, each time it could happen. */
  readonly faults: number;
  readonly seed: number;
  /** Whether the transport can do the least that is useful, or all that there is. */
  readonly isLimited: boolean;
}

/** What became of all the tasks. */
export interface Harvest {
  /** Tasks that were accepted. */
  accepted: number;
  /** Accepted tasks by their state at the end. */
  readonly states: Map<string, number>;
  /** Ids of accepted tasks that have not ended, or have the result of another; of any that ended twice, or was tried too often. */
  readonly wrong: string[];
  /** How often each fault happened. */
  readonly faults: Map<string, number>;
}

const ATTEMPTS = 4;
/** Nothing takes longer, in so many times ten minutes. */
const LONGEST = 100;
/** A worker's process lives so long at least, in milliseconds. */
const LIFE = 20_000;

/** Runs tasks in virtual time while everything around them fails now and then, and looks at how they ended. */
async function soak({ tasks, faults, seed, isLimited }: Weather): Promise<Harvest> {
  const { virtual, clock, jump } = jumpingClock();
  const random = seededRandom(seed);
  const happened = new Map<string, number>();
  const strikes: Strikes = (fault, rarely = 1) => {
    if (random() >= faults / rarely) return false;
    happened.set(fault, (happened.get(fault) ?? 0) + 1);
    return true;
  };
  const memory = memoryBackend({ clock, records: Infinity });
  const { backend, wrong } = watched(memory, ATTEMPTS);
  const idempotency = memoryIdempotency({ clock });
  const options = { clock, deadLetterLimit: Infinity };
  const transport = isLimited ? limitedTransport(options) : memoryTransport(options);

  const started = (onDelivery: (self: Process) => void) => {
    const self: Process = { clock: mortal(clock, () => self.isAlive), random, strikes, consumers: [], isAlive: true };
    const app = createApp({
      clock: self.clock,
      random,
      idempotency,
      transport: stormyTransport(transport, self, () => onDelivery(self)),
      backend: stormyBackend(backend, self),
    });
    return { self, app, work: declared(app, faults) };
  };
  const work = (): void => {
    const { app } = started((self) => {
      if (strikes("the wall clock jumps", 5)) jump((random() - 0.5) * 60_000);
      if (isLeaving || clock.now() < since + LIFE) return;
      if (strikes("a process ends", 5)) kill(self);
      else if (strikes("a worker drains", 5)) void worker.drain({ timeout: random() * 5_000 }).then(() => kill(self));
      else return;
      isLeaving = true;
      work();
    });
    const since = clock.now();
    let isLeaving = false;
    const worker = app.worker({ concurrency: 50 }).start();
  };
  work();

  const ids: string[] = [];
  const sender = started(() => {});
  const sending = async (): Promise<void> => {
    for (let n = 0; n < tasks; n++) {
      const how = { args: [n] as [number], id: String(n), ...(n % 11 === 0 && { delay: random() * 60_000 }) };
      const sent = await sender.work.enqueue({ ...how, ...(n % 31 === 0 && { expires: "2m" }) }).catch(() => undefined);
      if (sent === undefined) continue;
      ids.push(sent.id);
      if (n % 37 === 0) await sent.revoke().catch(() => false);
    }
  };
  await virtual.runUntil(sending());
  const open = new Set(ids);
  for (let round = 0; round < LONGEST && open.size > 0; round++) {
    await virtual.advance("10m");
    for (const id of open) {
      const record = await memory.get(id);
      if (record !== undefined && isFinal(record.state)) open.delete(id);
    }
  }
  const states = new Map<string, number>();
  for (const id of ids) {
    const { state = "UNKNOWN", result } = (await memory.get(id)) ?? {};
    states.set(state, (states.get(state) ?? 0) + 1);
    if (result !== undefined && new TextDecoder().decode(result) !== id) wrong.add(id);
  }
  return { accepted: ids.length, states, wrong: [...wrong, ...open], faults: happened };
}

/** The task: it takes its time, fails now and then, or always, and sometimes asks for its retry itself. */
function declared(app: App, faults: number): Task<[fate: number], number> {
  return app.task(
    "work",
    async ({ sleep, attempt, retry }, fate: number) => {
      if (fate % 3 === 0) await sleep(((fate * attempt) % 40) * 1_000);
      if (fate % 50 === 0) throw new Error("never");
      if (fate % 7 === 0 && attempt === 1) throw retry({ delay: "5s", args: [fate] });
      if ((fate * 7_919 + attempt * 104_729) % 1_000 < faults * 1_000) throw new Error("busy");
      return fate;
    },
    {
      policy: { attempts: ATTEMPTS, schedule: schedule(exponential("1s"), cap("1m"), fullJitter) },
      timeLimit: "20s",
    },
  );
}

/** So many tasks are under way at once; each lot is a world of its own, so that no run needs more memory than a short one. */
const LOT = 150;

/** As many lots as it takes, each third on the transport that can do the least. */
export async function soaked({ tasks, faults, seed }: Omit<Weather, "isLimited">): Promise<Harvest> {
  const all: Harvest = { accepted: 0, states: new Map(), wrong: [], faults: new Map() };
  const add = (to: Map<string, number>, from: ReadonlyMap<string, number>): void => {
    for (const [key, count] of from) to.set(key, (to.get(key) ?? 0) + count);
  };
  for (let lot = 0; lot * LOT < tasks; lot++) {
    const size = Math.min(LOT, tasks - lot * LOT);
    const harvest = await soak({ tasks: size, faults, seed: seed + lot, isLimited: lot % 3 === 1 });
    all.accepted += harvest.accepted;
    all.wrong.push(...harvest.wrong.map((id) => `${id} of seed ${seed + lot}`));
    add(all.states, harvest.states);
    add(all.faults, harvest.faults);
  }
  return all;
}
