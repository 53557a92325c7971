import { type Duration, toMillis } from "../core/duration.ts";
import type { EndReason } from "../transport/dead-letter.ts";
import type { EventBus, TaskNews } from "./events.ts";

/** What has become of the tasks of one name, in this process. */
export interface TaskCounters {
  /** Attempts started. */
  readonly attempts: number;
  readonly retries: number;
  readonly successes: number;
  /** Tasks that failed for good, by reason. */
  readonly failures: Readonly<Partial<Record<EndReason, number>>>;
  readonly revoked: number;
  readonly expired: number;
  readonly deadLetters: number;
  /** How many retries had a delay of up to so much. */
  readonly delays: readonly { readonly upTo: string; readonly count: number }[];
}

const BOUNDS = ["100ms", "1s", "10s", "1m", "10m", "1h", "Infinity"] as const;
const LIMITS: readonly number[] = BOUNDS.map((bound) =>
  bound === "Infinity" ? Infinity : toMillis(bound as Duration),
);

interface Tally {
  attempts: number;
  retries: number;
  successes: number;
  revoked: number;
  expired: number;
  deadLetters: number;
  readonly failures: Map<EndReason, number>;
  readonly delays: number[];
}

/** Messages may bear any name: beyond so many, all others are counted together. */
const MOST_NAMES = 1_000;
const OTHERS = "*";

/** Counts what the events tell; answers with what reads the counters of every name that has any. */
export function counters(bus: EventBus): () => ReadonlyMap<string, TaskCounters> {
  const tallies = new Map<string, Tally>();
  const tally = ({ task }: TaskNews): Tally => {
    const name = tallies.has(task) || tallies.size < MOST_NAMES ? task : OTHERS;
    const present = tallies.get(name) ?? {
      attempts: 0,
      retries: 0,
      successes: 0,
      revoked: 0,
      expired: 0,
      deadLetters: 0,
      failures: new Map<EndReason, number>(),
      delays: LIMITS.map(() => 0),
    };
    tallies.set(name, present);
    return present;
  };
  bus.on("started", (news) => tally(news).attempts++);
  bus.on("success", (news) => tally(news).successes++);
  bus.on("revoked", (news) => tally(news).revoked++);
  bus.on("expired", (news) => tally(news).expired++);
  bus.on("dead-letter", (news) => tally(news).deadLetters++);
  bus.on("failure", (news) => {
    const { failures } = tally(news);
    failures.set(news.reason, (failures.get(news.reason) ?? 0) + 1);
  });
  bus.on("retry", (news) => {
    const { delays } = tally(news);
    tally(news).retries++;
    delays[LIMITS.findIndex((limit) => news.delay <= limit)]!++;
  });
  return () => new Map([...tallies].map(([task, counted]) => [task, shown(counted)]));
}

const shown = ({ failures, delays, ...counts }: Tally): TaskCounters => ({
  ...counts,
  failures: Object.fromEntries(failures),
  delays: BOUNDS.map((upTo, index) => ({ upTo, count: delays[index]! })),
});
