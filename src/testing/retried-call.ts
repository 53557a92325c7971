import type { Random } from "../core/random.ts";
import type { Schedule } from "../core/schedule.ts";
import { type Stop, timeoutOf, tooLate } from "../engine/attempt.ts";
import { funded } from "../engine/charge.ts";
import { following } from "../engine/following.ts";
import { gaveUp, succeeded } from "../engine/outcome.ts";
import { tell } from "../engine/report.ts";
import type { Run } from "../engine/run.ts";
import type { Sleeper } from "../engine/sleepers.ts";
import type { Failure } from "../policy/failure.ts";
import type { Policy } from "../policy/policy.ts";
import type { Call, Callee, Caller } from "./callee.ts";
import type { LayerCounts } from "./tally.ts";
import type { VirtualTime } from "./virtual-time.ts";

/** What the callers of one layer share. */
export interface Company {
  readonly time: VirtualTime;
  readonly random: Random;
  readonly callee: Callee;
  /** The policy of a client, with the budget it draws on. */
  readonly policyOf: (client: number) => Policy;
  /** Whether a call ends when its own caller has left; else it goes on to its end. */
  readonly heedful: boolean;
  readonly counts: LayerCounts;
  /** Told of each attempt, when it starts. */
  readonly onAttempt: () => void;
  /** Told of each delay, and of the schedule that it came from. */
  readonly onDelay: (delay: number, schedule: Schedule) => void;
}

/** How a call begins. */
export interface Beginning {
  readonly company: Company;
  readonly client: number;
  readonly run: Run<unknown>;
  /** The failure of a limit, made once: stack traces are slow. */
  readonly timedOut: Map<number, Failure>;
}

// A class: a fleet makes a million of these.
/** A call that is made again as a policy says. */
export class RetriedCall implements Call, Caller {
  readonly #company: Company;
  readonly #client: number;
  readonly #run: Run<unknown>;
  readonly #timedOut: Map<number, Failure>;
  #caller: Caller | undefined;
  /** What the call waits for: an answer until a limit, or the next attempt. */
  #sleeper: Sleeper | undefined;
  #inner: Call | undefined;
  #state: "asking" | "pausing" | "over" = "pausing";

  constructor({ company, client, run, timedOut }: Beginning, caller: Caller) {
    this.#company = company;
    this.#client = client;
    this.#run = run;
    this.#timedOut = timedOut;
    this.#caller = caller;
  }

  begin(): void {
    this.#company.counts.calls++;
    funded(this.#run, (budget, now) => budget.begin(now));
    this.#attempt();
  }

  #attempt(): void {
    const run = this.#run;
    const { counts, callee, onAttempt } = this.#company;
    const late = tooLate(run, run.elapsed);
    if (late !== undefined) return this.#end(late);
    tell("onAttempt", run.policy.onAttempt, () => ({ ...run.event, attempt: run.attempt + 1 }));
    run.attempt++;
    counts.attempts++;
    if (run.attempt > 1) counts.retries++;
    onAttempt();
    this.#state = "asking";
    // Armed before the call, so that on a tie the limit comes first, as in the engine.
    this.#arm(run.totalTimeout - run.elapsed);
    const inner = callee(this.#client, this);
    // It may have answered already.
    if (this.#state === "asking") this.#inner = inner;
  }

  #arm(remaining: number): void {
    const { policy } = this.#run;
    const limit = Math.min(policy.attemptTimeout, remaining);
    if (limit < Infinity) this.#sleep(limit, () => this.#expire(remaining));
  }

  #expire(remaining: number): void {
    const { attemptTimeout } = this.#run.policy;
    this.#inner?.leave();
    const known = attemptTimeout < remaining ? this.#timedOut.get(attemptTimeout) : undefined;
    if (known !== undefined) return this.answer(known);
    const error = timeoutOf(this.#run, remaining);
    const failure = { kind: "error", error } as const;
    if (error.code === "TOTAL_TIMEOUT") return this.#end({ kind: "stop", reason: "deadline", failure });
    this.#timedOut.set(attemptTimeout, failure);
    this.answer(failure);
  }

  answer(failure: Failure | undefined): void {
    this.#wake();
    if (failure === undefined) {
      succeeded(this.#run, undefined);
      this.#company.counts.successes++;
      return this.#tell(undefined);
    }
    const { onDelay } = this.#company;
    const next = following(this.#run, failure);
    if (next.kind === "stop") return this.#end(next);
    const { policy } = this.#run;
    onDelay(
      next.delay,
      (next.route === undefined ? undefined : policy.routes?.[next.route]?.[1].schedule) ?? policy.schedule,
    );
    this.#state = "pausing";
    this.#sleep(next.delay, () => this.#attempt());
  }

  #end(stop: Stop<unknown>): void {
    const { counts } = this.#company;
    this.#wake();
    gaveUp(this.#run, stop);
    counts.failures++;
    counts.reasons[stop.reason] = (counts.reasons[stop.reason] ?? 0) + 1;
    this.#tell(stop.failure);
  }

  #tell(failure: Failure | undefined): void {
    this.#state = "over";
    this.#caller?.answer(failure);
  }

  leave(): void {
    this.#caller = undefined;
    if (!this.#company.heedful || this.#state === "over") return;
    this.#inner?.leave();
    this.#end({ kind: "stop", reason: "aborted", failure: LEFT });
  }

  #sleep(delay: number, run: () => void): void {
    const { queue, now } = this.#company.time;
    this.#sleeper = queue.add(now() + delay, run);
  }

  #wake(): void {
    if (this.#sleeper !== undefined) this.#company.time.queue.remove(this.#sleeper);
    this.#sleeper = this.#inner = undefined;
  }
}

const LEFT: Failure = { kind: "error", error: new Error("The caller has left") };
