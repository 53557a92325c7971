import { asSchedule, type Schedule } from "../core/schedule.ts";
import { InvalidOptionError } from "../core/invalid-option.ts";
import { isFunction, optionsOf } from "../core/options.ts";
import { ask, verdict } from "./ask.ts";
import { isCount } from "./count.ts";
import type { Failure } from "./failure.ts";
import type { Policy, PolicyOptions } from "./policy.ts";

/** Which failures of a run count: those that a route took, all of them, or those that it took in a row. */
export type Counts = "own" | "all" | "consecutive";

/** What a kind of failure has of its own; what is left out is the policy's. */
export interface RouteOptions<in T = unknown> extends Pick<PolicyOptions<T>, "attempts" | "schedule" | "delayHint"> {
  /**
   * Which earlier failures count for its attempts and its schedule: `"own"`, those that it took, unless given; `"all"` of the
   * run, whatever they were; `"consecutive"`, those that it took since the last failure of another kind.
   */
  readonly counts?: Counts | undefined;
}

/** Which errors, and their own limits. */
export type Route<T = unknown> = readonly [when: (error: unknown) => boolean, own: RouteOptions<T>];

/** What holds for one failure: a route's limits where one fits, else the policy's. */
export interface Limits<T> {
  readonly schedule: Schedule;
  readonly attempts: number;
  readonly delayHint: PolicyOptions<T>["delayHint"];
  readonly counts: Counts;
  /** Which route, from 0; undefined where none fits. */
  readonly route: number | undefined;
}

/** @throws InvalidOptionError when it is not a list of pairs of a function and options */
export function checkedRoutes(value: unknown): readonly Route<never>[] {
  if (!Array.isArray(value)) throw new InvalidOptionError("routes", "a list of [when, options]", value);
  return Object.freeze(Array.from(value, (pair: unknown, index) => checkedRoute(pair, `routes[${index}]`)));
}

function checkedRoute(pair: unknown, option: string): Route<never> {
  if (!Array.isArray(pair) || pair.length !== 2 || !isFunction(pair[0]))
    throw new InvalidOptionError(option, "a pair [when, options]", pair);
  const read = optionsOf(pair[1], `${option} options`, ["attempts", "schedule", "delayHint", "counts"]);
  const schedule = read<Schedule>("schedule", "", () => true);
  const own: RouteOptions<never> = Object.freeze({
    attempts: read<number>("attempts", "a whole number ≥ 1, or Infinity", isCount),
    schedule: schedule === undefined ? undefined : asSchedule(schedule, "schedule"),
    delayHint: read<RouteOptions<never>["delayHint"] & object>("delayHint", "a function", isFunction),
    counts: read<Counts>("counts", '"own", "all" or "consecutive"', isCounts),
  });
  return Object.freeze([pair[0] as Route[0], own] as const);
}

const isCounts = (value: unknown): boolean => value === "own" || value === "all" || value === "consecutive";

/**
 * The limits for a failure: those of the first route that fits.
 *
 * @throws PolicyFunctionError when a route's function throws or gives a useless answer
 */
export function limitsFor<T>(policy: Policy<T>, failure: Failure<T>): Limits<T> {
  const { schedule, delayHint, routes } = policy;
  const route = routes === undefined || failure.kind !== "error" ? -1 : routeOf(routes, failure);
  const own = routes?.[route]?.[1];
  if (own === undefined) return { schedule, delayHint, attempts: Infinity, counts: "all", route: undefined };
  return {
    schedule: own.schedule ?? schedule,
    delayHint: own.delayHint ?? delayHint,
    attempts: own.attempts ?? Infinity,
    counts: own.counts ?? "own",
    route,
  };
}

/** Which route an error takes; -1 for none. */
function routeOf<T>(routes: readonly Route<T>[], failure: Failure<T> & { readonly kind: "error" }): number {
  const { error } = failure;
  return routes.findIndex(([when]) => ask("routes", failure, () => when(error), verdict, "true or false"));
}

/** How many earlier failures each route has taken, once one of them, or none, has taken another. */
export function counted(
  routes: readonly Route<never>[],
  before: readonly number[] | undefined,
  taken: number | undefined,
): readonly number[] {
  return routes.map(([, { counts }], route) => {
    const earlier = before?.[route] ?? 0;
    if (route === taken) return earlier + 1;
    return counts === "consecutive" ? 0 : earlier;
  });
}
