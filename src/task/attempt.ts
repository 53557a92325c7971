import type { Delivery } from "../transport/delivery.ts";
import { contextOf } from "./attempt-context.ts";
import type { Claims } from "./claims.ts";
import type { TaskContext } from "./context.ts";
import type { Hub } from "./hub.ts";
import { AttemptEndedError, SoftTimeLimitError, TimeLimitError } from "./errors.ts";
import { attemptOf, type Job } from "./job.ts";
import { leased } from "./lease.ts";
import { isOver } from "./record.ts";
import type { Station } from "./station.ts";
import { timeLimits } from "./time-limits.ts";
import type { RunningAttempt } from "./underway.ts";
import type { Ending } from "./verdict.ts";
import type { Wish } from "./wish.ts";

/** An attempt whose end is nobody's business any more: the lease is lost, the task is revoked, the worker stops. */
export interface Abandoned {
  readonly kind: "lost" | "revoked" | "stopped";
}

/** How an attempt ended, and what the task said about it. */
export interface Attempted {
  readonly ending: Ending | Abandoned;
  readonly wish: Wish | undefined;
}

/** What is known of an attempt when it starts; milliseconds. */
export interface Start {
  readonly delivery: number;
  readonly elapsed: number;
  readonly station: Station;
}

/**
 * Runs a task's function once, under its time limits and its lease. Code cannot be killed: what is given up may run on, its
 * signal is aborted, and nobody listens to it any more.
 */
export function attempted(hub: Hub, job: Job, delivery: Delivery, start: Start, claims: Claims): Promise<Attempted> {
  const { clock, serializer, transport, backend, underway } = hub;
  const { id, queue } = job.envelope;
  const longest = longestOf(hub, delivery);
  return new Promise((resolve) => {
    let controller: AbortController | undefined;
    let given: { readonly reason: unknown } | undefined;
    let wish: Wish | undefined;
    let over = false;
    const abort = (reason: unknown): void => {
      given ??= { reason };
      controller?.abort(given.reason);
    };
    const signal = (): AbortSignal => {
      controller ??= new AbortController();
      if (given !== undefined) controller.abort(given.reason);
      return controller.signal;
    };
    const end = (ending: Ending | Abandoned): void => {
      if (over) return;
      over = true;
      limits.stop();
      release();
      unnote?.();
      underway.running.delete(running);
      start.station.running.delete(running);
      resolve({ ending, wish });
    };
    const limits = timeLimits(clock, (kind, limit) => {
      if (kind === "soft") return abort(new SoftTimeLimitError(limit));
      const error = new TimeLimitError(limit);
      end({ kind: "error", error });
      abort(error);
    });
    const running: RunningAttempt = {
      id,
      queue,
      task: job.registered.name,
      attempt: attemptOf(job.envelope),
      startedAt: clock.wallNow(),
      end: (why) => {
        end({ kind: why });
        abort(new AttemptEndedError(why === "revoked" ? "REVOKED" : "WORKER_STOPPED"));
      },
    };
    const look = async (): Promise<void> => {
      const [record] = await Promise.all([backend.get(id), claims.take()]);
      if (record !== undefined && isOver(record)) running.end("revoked");
    };
    const release = leased(hub, delivery, {
      beat: () => void look().catch((error: unknown) => hub.bus.emit("error", { error, during: "get", id, queue })),
      lost: (error) => {
        end({ kind: "lost" });
        abort(error);
      },
    });
    const unnote = clock.note?.(() => `attempt ${running.attempt} of ${running.task}`);
    underway.running.add(running);
    start.station.running.add(running);
    const ctx = contextOf({
      clock,
      serializer,
      transport,
      job,
      longest,
      limits,
      signal,
      ...start,
      wish: (said) => {
        if (!over) wish = said;
      },
    });
    limits.set(job.softTimeLimit, Math.min(job.timeLimit, longest));
    called(hub, job, ctx).then(
      (value) => end({ kind: "value", value }),
      (error: unknown) => end({ kind: "error", error }),
    );
  });
}

/** The function of the task, with what goes around it: the app's outermost. */
export async function called(
  hub: Pick<Hub, "around">,
  { registered, args, around }: Pick<Job, "registered" | "args" | "around">,
  ctx: TaskContext,
): Promise<unknown> {
  const run = async (): Promise<unknown> => registered.run(ctx, ...args);
  const inner = around === undefined ? run : async () => around(ctx, run);
  return hub.around === undefined ? inner() : hub.around(ctx, inner);
}

/** How long a lease leaves for an attempt at most: not quite all of it, for the end has to be told in time. */
function longestOf({ transport }: Hub, delivery: Delivery): number {
  const { lease } = transport.capabilities;
  if (lease === "connection" || delivery.leaseUntil === undefined) return Infinity;
  return 0.9 * (delivery.extend === undefined ? lease.default : lease.max);
}
