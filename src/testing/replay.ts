import { formatMillis } from "../core/duration.ts";
import { InvalidOptionError } from "../core/invalid-option.ts";
import { isFunction, optionsOf } from "../core/options.ts";
import type { Clock } from "../engine/clock.ts";
import { outcomeOf } from "../engine/loop.ts";
import { Course } from "../engine/course.ts";
import { permanent } from "../policy/errors.ts";
import type { Outcome } from "../policy/failure.ts";
import { policy, type PolicyOptions } from "../policy/policy.ts";
import { type ErrorRecord, revived } from "./error-record.ts";
import { traceOf } from "./read-trace.ts";
import { ownParts } from "./own-parts.ts";
import { policyOfTrace, replayedPolicy } from "./replayed-policy.ts";
import type { Simulation } from "./simulate.ts";
import { tapeHead } from "./tape-head.ts";
import { timelineOf, watched } from "./timeline.ts";
import { endOf, isOutside, type Trace, type TraceEvent } from "./trace.ts";
import { quiet } from "./turns.ts";

/** How a trace is replayed. */
export interface ReplayOptions {
  /** Makes an error of what was kept of it; unless given, an `Error` with its name, code and message. */
  readonly revive?: ((record: ErrorRecord) => unknown) | undefined;
}

/**
 * Runs a recorded run again, on the engine, with what came from outside as it was recorded: the same decisions at the same
 * instants, or a `ReplayError` with the first difference.
 *
 * With a policy, its functions are asked again and their answers held against the recorded ones; a budget, and whoever would have to
 * see a result that was not kept, is answered for by the trace. Without one, the policy is that of the trace, and the answers of
 * its functions are the recorded ones.
 *
 * @param trace a trace of this release or an older one, as parsed JSON
 * @throws InvalidOptionError for what is no trace of a run that has ended, or options that cannot be used
 * @throws ReplayError at the first difference
 * @example
 * ```ts
 * import { fixed, retry } from "ostinato";
 * import { recorder, replay, virtualClock } from "ostinato/testing";
 *
 * const patient = { schedule: fixed("1s") };
 * const tape = recorder();
 * const clock = virtualClock();
 * const failing = () => Promise.reject(new Error("busy"));
 * await clock.runUntil(retry(failing, patient, { clock, trace: tape }).catch(() => {}));
 *
 * const again = await replay(tape.toJSON(), patient);
 * again.timeline; // => "x 1s x 1s x (attempts)"
 * ```
 */
export async function replay<T = unknown>(
  trace: object,
  options?: PolicyOptions<T>,
  replaying: ReplayOptions = {},
): Promise<Simulation<T>> {
  const tape = traceOf(trace);
  if (endOf(tape) === undefined) throw new InvalidOptionError("trace.events", "a run that has ended", tape.events);
  const read = optionsOf(replaying, "replay", ["revive"]);
  const make = read<(record: ErrorRecord) => unknown>("revive", "a function", isFunction) ?? revived;
  const revive = (record: ErrorRecord): unknown =>
    Object.hasOwn(record, "permanent") ? permanent(make(record)) : make(record);
  return replayed<T>(tape, options, revive);
}

interface Timer {
  readonly due: number;
  readonly ring: () => void;
}

async function replayed<T>(
  tape: Trace,
  options: PolicyOptions<T> | undefined,
  revive: (record: ErrorRecord) => unknown,
): Promise<Simulation<T>> {
  const recorded = policyOfTrace(tape.policy);
  const rules = options === undefined ? recorded : policy<T>(options);
  const limits = [rules.attemptTimeout, rules.totalTimeout];
  // A real timer may ring late, and a faked one early, so only a limit that is another one than it was is held to its time.
  const isOther = limits.some((limit) => limit !== recorded.attemptTimeout && limit !== recorded.totalTimeout);
  const settlers = new Map<number, { resolve: (value: T) => void; reject: (error: unknown) => void }>();
  const controller = new AbortController();
  let timer: Timer | undefined;
  let isKnown = true;

  const deliver = (event: TraceEvent): void => {
    if (isOther && timer !== undefined && event.kind !== "timer" && timer.due < event.at - ROUNDING)
      return head.differs(`a wait or a limit was over at ${formatMillis(timer.due)}`, event);
    if (event.kind === "abort") return controller.abort(revive(event.error));
    if (event.kind === "timer") {
      if (timer === undefined) return head.differs("nothing was waited for", event);
      if (isOther && timer.due > event.at + ROUNDING)
        return head.differs(`the wait was to last until ${formatMillis(timer.due)}`, event);
      const { ring } = timer;
      timer = undefined;
      return ring();
    }
    if (event.kind !== "returned" && event.kind !== "failed") return;
    const settler = settlers.get(event.attempt);
    if (settler === undefined) return head.differs(`attempt ${event.attempt} had not been made`, event);
    isKnown = event.kind === "failed" || Object.hasOwn(event, "value");
    if (event.kind === "failed") settler.reject(revive(event.error));
    else settler.resolve(event.value as T);
  };
  const head = tapeHead(tape, deliver);
  const clock: Clock = {
    now: head.now,
    wallNow: () => head.wallNow() ?? tape.wallNow + head.now(),
    schedule: (delay, ring) => {
      const mine = { due: head.now() + delay, ring };
      timer = mine;
      return () => void (timer = timer === mine ? undefined : timer);
    },
  };
  const isAsked = (option: string): boolean => {
    if (options === undefined) return option === "schedule" && tape.policy.schedule !== undefined;
    return option !== "budget" && (isKnown || option.endsWith("schedule"));
  };
  const random = (): number => {
    const event = head.expect(
      () => "a draw was asked for",
      ({ kind }) => kind === "drawn",
    );
    const { draw = NaN, threw } = ownParts((event ?? {}) as { draw?: number; threw?: ErrorRecord });
    if (threw !== undefined) throw revive(threw);
    return draw;
  };
  const operation = ({ attempt }: { readonly attempt: number }): Promise<T> =>
    new Promise((resolve, reject) => {
      settlers.set(attempt, { resolve, reject });
      for (let next = head.next(); next?.kind === "abort" && next.inside === "operation"; next = head.next())
        deliver(head.take()!);
    });

  const { policy: seen, delays, starts } = watched(replayedPolicy(rules, { head, isAsked, revive }), clock);
  const run = new Course<T>(operation, seen, { clock, random, signal: controller.signal, unref: false });
  // The caller may have left before it began.
  while (head.isNext("abort")) deliver(head.take()!);
  let outcome: Outcome<T> | undefined;
  void outcomeOf(run).then((ended) => (outcome = ended));
  for (;;) {
    await quiet();
    if (outcome !== undefined && head.next() !== undefined) head.differs("the run had ended");
    const difference = head.difference();
    if (difference !== undefined) throw difference;
    if (outcome !== undefined) break;
    if (!isOutside(head.next())) head.differs("nothing came");
    // What came without an answer between came at once.
    while (isOutside(head.next())) deliver(head.take()!);
  }
  const { attempts, elapsed } = outcome;
  return { timeline: timelineOf(delays, outcome), delays, starts, attempts, elapsed, outcome };
}

/** What a double may add to a sum of instants, in milliseconds. */
const ROUNDING = 1e-6;
