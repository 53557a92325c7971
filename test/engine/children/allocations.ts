import { exponential } from "../../../src/core/sources.ts";
import { type Bed, bedsOf } from "../../../src/engine/bed.ts";
import { systemClock } from "../../../src/engine/scheduler.ts";
import { Sleeper } from "../../../src/engine/sleeper.ts";
import { policy } from "../../../src/policy/policy.ts";
import { retry } from "../../../src/retry/retry.ts";
import { wrap } from "../../../src/retry/wrap.ts";

// Says how many bytes a call makes whose first attempt succeeds, and how many a sleeper keeps. The young generation holds
// them all: nothing is collected while they are counted. The least of some rounds counts, for V8 compiles beside them.
const CALLS = 20_000;
const waits = exponential("100ms");
const made = policy({ schedule: waits });
const operation = async (): Promise<number> => 42;
const wrapped = wrap(async () => 42, made);

async function byHand(attempts: number): Promise<number> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await operation();
    } catch (error) {
      if (attempt >= attempts) throw error;
    }
  }
}

async function bytes(call: () => Promise<unknown>): Promise<number> {
  const counted: number[] = [];
  for (let round = 0; round < 6; round++) {
    globalThis.gc!();
    const before = process.memoryUsage().heapUsed;
    for (let each = 0; each < CALLS; each++) await call();
    counted.push((process.memoryUsage().heapUsed - before) / CALLS);
  }
  return Math.min(...counted);
}

/** The bytes that a sleeper of the machine's clock keeps, with what takes it back. */
function kept(): number {
  const cancels: (() => void)[] = Array.from({ length: CALLS });
  globalThis.gc!();
  const before = process.memoryUsage().heapUsed;
  for (let each = 0; each < CALLS; each++) cancels[each] = systemClock.schedule(60_000.5 + each, nothing);
  globalThis.gc!();
  const bytes = (process.memoryUsage().heapUsed - before) / CALLS;
  for (const cancel of cancels) cancel();
  return bytes;
}

/** The bytes of one that lies in the clock as it is. */
function parked(): number {
  const lieDown = bedsOf(systemClock)!;
  const lying: Sleeper[] = Array.from({ length: CALLS });
  globalThis.gc!();
  const before = process.memoryUsage().heapUsed;
  let bed: Bed | undefined;
  for (let each = 0; each < CALLS; each++) bed = lieDown((lying[each] = new Sleeper(nothing)), 60_000.5 + each);
  globalThis.gc!();
  const bytes = (process.memoryUsage().heapUsed - before) / CALLS;
  for (const sleeper of lying) bed!.leave(sleeper);
  return bytes;
}

const nothing = (): void => {};
const figures = {
  byHand: await bytes(() => byHand(3)),
  retry: await bytes(() => retry(operation, made)),
  wrap: await bytes(() => wrapped()),
  literal: await bytes(() => retry(operation, { attempts: 3, schedule: waits })),
  sleeper: Math.min(...Array.from({ length: 8 }, kept)),
  parked: Math.min(...Array.from({ length: 8 }, parked)),
};
console.log(JSON.stringify(figures));
