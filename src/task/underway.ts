/** An attempt that is under way here. */
export interface RunningAttempt {
  readonly id: string;
  readonly task: string;
  readonly queue: string;
  readonly attempt: number;
  /** When it started, in epoch milliseconds. */
  readonly startedAt: number;
  /** Gives it up, because the task is revoked or its worker stops. */
  readonly end: (why: "revoked" | "stopped") => void;
}

/** What this process knows of tasks that have not ended. */
export interface Underway {
  /** Tasks that were sent or received here and have not ended yet; of those that end elsewhere nobody tells, so the oldest go. */
  readonly open: Set<string>;
  readonly running: Set<RunningAttempt>;
  /** Messages that are worked on here, from their arrival to their settlement. */
  readonly inHand: Set<string>;
  /** Messages that are being sent under an id of the caller's. */
  readonly sending: Map<string, Promise<void>>;
  /** A task was sent or received here. */
  readonly add: (id: string) => void;
  /** A task has ended. */
  readonly remove: (id: string) => void;
  /** Resolves when nothing is open. */
  readonly idle: () => Promise<void>;
}

const MOST_OPEN = 100_000;

/** Nothing under way. */
export function underway(): Underway {
  const open = new Set<string>();
  const waiting: (() => void)[] = [];
  return {
    open,
    running: new Set(),
    inHand: new Set(),
    sending: new Map(),
    add: (id) => {
      open.add(id);
      if (open.size > MOST_OPEN) forgetOldest(open);
    },
    remove: (id) => {
      open.delete(id);
      if (open.size === 0) for (const resolve of waiting.splice(0)) resolve();
    },
    idle: () => (open.size === 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))),
  };
}

/** Many at once, for to find the oldest is to pass all that have left before it. */
function forgetOldest(open: Set<string>): void {
  let left = MOST_OPEN / 10;
  for (const id of open) {
    if (left-- === 0) return;
    open.delete(id);
  }
}
