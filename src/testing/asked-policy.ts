import type { Schedule } from "../core/schedule.ts";
import type { RetryBudget } from "../policy/budget.ts";
import { type Policy, policy } from "../policy/policy.ts";
import type { Route } from "../policy/route.ts";

/** Asks a function of a policy on somebody's behalf; a hint is told the wall clock, too. */
export type Through = <Answer>(option: string, question: () => Answer, wallNow?: number) => Answer;

/** The same policy, its every function asked through somebody. */
export function askedThrough<T>(rules: Policy<T>, through: Through): Policy<T> {
  const { retryIf, retryResult, delayHint, routes, budget } = rules;
  const hinting = <Hint extends Policy<T>["delayHint"]>(option: string, hint: Hint): Hint =>
    hint && (((failure, at) => through(option, () => hint(failure, at), at.wallNow)) as Hint);
  return policy<T>({
    ...rules,
    schedule: askedSchedule(rules.schedule, "schedule", through),
    retryIf: retryIf && ((error, progress) => through("retryIf", () => retryIf(error, progress))),
    retryResult: retryResult && ((value, progress) => through("retryResult", () => retryResult(value, progress))),
    delayHint: hinting("delayHint", delayHint),
    routes: routes?.map(([when, own], index): Route<T> => {
      const name = `routes[${index}]`;
      const schedule = own.schedule && askedSchedule(own.schedule, `${name}.schedule`, through);
      const hint = hinting(`${name}.delayHint`, own.delayHint);
      return [(error) => through(name, () => when(error)), { ...own, schedule, delayHint: hint }];
    }),
    budget: budget && askedBudget(budget, through),
  });
}

const askedSchedule = (asked: Schedule, option: string, through: Through): Schedule => ({
  name: asked.name,
  delay: (step, random) => through(option, () => asked.delay(step, random)),
  bounds: (retry) => asked.bounds(retry),
});

/** What a budget is only told is not asked. */
const askedBudget = (budget: RetryBudget, through: Through): RetryBudget => ({
  begin: (now) => budget.begin(now),
  deposit: (now, paid) => budget.deposit(now, paid),
  balance: (now) => budget.balance(now),
  fresh: () => askedBudget(budget.fresh(), through),
  withdraw: (now, failure, wanted) => {
    const question = (): number | undefined => budget.withdraw(now, failure, wanted);
    return wanted ? through("budget", question) : question();
  },
});
