import { type Random, seededRandom } from "../core/random.ts";
import type { Schedule } from "../core/schedule.ts";
import { type Policy, policy } from "../policy/policy.ts";
import { distant } from "./callee.ts";
import { callers } from "./caller.ts";
import type { FleetPlan } from "./fleet-plan.ts";
import { type FleetReport, reportOf } from "./fleet-report.ts";
import { noCounts } from "./server-counts.ts";
import { serving } from "./serving.ts";
import { emptyTally } from "./tally.ts";
import { StandstillError } from "./standstill.ts";
import { virtualTime } from "./virtual-time.ts";

/** How far a fleet is, in milliseconds of virtual time. */
export interface FleetProgress {
  readonly at: number;
  readonly duration: number;
  /** Calls of the server so far. */
  readonly attempts: number;
}

/** After how many events there is news. */
const EVENTS = 10_000;

/** A fleet at sea: yields news on the way, and returns the report. */
export function* stepped(plan: FleetPlan): Generator<FleetProgress, FleetReport, void> {
  const { clients, crowd, server, duration, bin, seed } = plan;
  const tally = emptyTally(plan.policies.length);
  const counts = noCounts();
  const standstill = (): Error => new StandstillError(now(), ["the fleet"], "retries go on without any delay");
  const time = virtualTime(standstill);
  const { now, queue, take } = time;
  const fork = forks(seed);
  const longestOf = longestDelays();

  const [arriving, working, travelling] = [fork(), fork(), fork()];
  let callee = serving(server, time, working, counts);
  if (server.network !== undefined) callee = distant(callee, server.network, time, travelling);
  for (const [layer, own] of [...plan.policies.entries()].toReversed()) {
    const sharers = layer === 0 && plan.budgetFor === "client" ? clients : 1;
    const innermost = layer === plan.policies.length - 1;
    callee = callers({
      time,
      random: fork(),
      callee,
      policyOf: perClient(own, sharers),
      heedful: server.abandoned === "dropped",
      counts: tally.layers[layer]!,
      onAttempt: () => {
        if (innermost) tally.attempts.push(now());
      },
      onDelay: (delay, source) => {
        tally.delays++;
        if (delay === longestOf(source)) tally.longest++;
      },
    });
  }
  const ask = (client: number, over: () => void): void => {
    const request = { at: now(), end: undefined as number | undefined, ok: false };
    tally.requests.push(request);
    callee(client, {
      answer: (failure) => {
        request.end = now();
        request.ok = failure === undefined;
        over();
      },
    });
  };
  crowd({ clients, end: duration, time, random: arriving, ask });
  let events = 0;
  for (let event = queue.first(duration); event !== undefined; event = queue.first(duration)) {
    take(event);
    event.run();
    if (++events % EVENTS === 0) yield { at: now(), duration, attempts: tally.attempts.length };
  }
  return reportOf(tally, counts, { outages: server.outages, bin, elapsed: now() });
}

/** Generators that have nothing to do with each other, all from one seed. */
function forks(seed: number): () => Random {
  const mother = seededRandom(seed);
  return () => seededRandom([0, 0, 0, 0].map(() => Math.floor(mother() * 2 ** 32)) as [number, number, number, number]);
}

/** A policy with a budget as new for each of so many clients; the others share those. */
function perClient(own: Policy, sharers: number): (client: number) => Policy {
  const { budget } = own;
  if (budget === undefined) return () => own;
  const policies: Policy[] = [];
  return (client) => (policies[client % sharers] ??= policy({ ...own, budget: budget.fresh() }));
}

/** The longest delay that a schedule ever gives, looked up once. */
function longestDelays(): (schedule: Schedule) => number {
  const known = new Map<Schedule, number>();
  return (schedule) => {
    const longest = known.get(schedule) ?? schedule.bounds(Number.MAX_SAFE_INTEGER).max;
    known.set(schedule, longest);
    return longest;
  };
}
