import { cpuUsage, memoryUsage } from "node:process";

/** Something to measure: it does its work so many times. */
export type Work = (count: number) => unknown;
export type Contenders = Readonly<Record<string, Work>>;

/** How often, and by which clock. */
export interface Plan {
  /** How many times a round does the work. */
  readonly count: number;
  /** How many rounds; the median counts. */
  readonly rounds: number;
  /** Whether to count the processor's time instead of the time that passes. */
  readonly cpu?: boolean;
}

const WARM_UP = 3;

/** Nanoseconds for each contender to do its work once: in turn within every round, the median of all rounds. */
export async function times(
  contenders: Contenders,
  { count, rounds, cpu = false }: Plan,
): Promise<Record<string, number>> {
  const taken = new Map<string, number[]>(Object.keys(contenders).map((name) => [name, []]));
  // The first rounds warm up.
  for (let round = -WARM_UP; round < rounds; round++) {
    for (const [name, work] of rotated(Object.entries(contenders), round + WARM_UP)) {
      const begun = cpu ? busy() : performance.now() * 1e6;
      await work(count);
      const spent = ((cpu ? busy() : performance.now() * 1e6) - begun) / count;
      if (round >= 0) taken.get(name)!.push(spent);
    }
  }
  return mapped(taken, median);
}

/** Bytes of garbage that each contender makes by doing its work once; the young generation must hold a whole round. */
export async function garbage(contenders: Contenders, { count, rounds }: Plan): Promise<Record<string, number>> {
  const made = new Map<string, number[]>();
  for (const [name, work] of Object.entries(contenders)) {
    await work(count);
    const rounded: number[] = [];
    for (let round = 0; round < rounds; round++) {
      collect();
      const before = memoryUsage().heapUsed;
      await work(count);
      rounded.push((memoryUsage().heapUsed - before) / count);
    }
    made.set(name, rounded);
  }
  return mapped(made, median);
}

/** The middle one. */
export const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;

/** What is left in the heap, in bytes. */
export function kept(): number {
  collect();
  return memoryUsage().heapUsed;
}

/** A full collection of garbage; needs `--expose-gc`. */
export const collect = (): void => (globalThis as unknown as { gc: () => void }).gc();

/** Nanoseconds of processor that this process has used. */
export function busy(): number {
  const { user, system } = cpuUsage();
  return (user + system) * 1e3;
}

const rotated = <Item>(items: readonly Item[], by: number): Item[] => [
  ...items.slice(by % items.length),
  ...items.slice(0, by % items.length),
];

const mapped = (from: ReadonlyMap<string, number[]>, map: (values: number[]) => number): Record<string, number> =>
  Object.fromEntries(Array.from(from, ([name, values]) => [name, map(values)]));
