import { alike } from "../support/host.ts";
import type { Outcome } from "../../src/policy/failure.ts";
import { type Expected, expectedOf } from "./engine-model.ts";
import { at, type Plan } from "./engine-plan.ts";
import { type Answer, LEFT, type Observed } from "./engine-stage.ts";

/** Whether what came of a plan is lawful. */
export type EngineLaw = (seen: Observed, expected: Expected, plan: Plan) => boolean;

/** The laws of a run. Each looks at its own matter only, so that a wrong engine breaks the law that it is wrong by. */
export const ENGINE_LAWS = {
  "E1 makes as many calls as it takes, and no more": (seen, { starts }) => seen.starts.length === starts.length,

  "E2 begins no attempt before its delay has passed": (seen, _expected, plan) => {
    const failed = retries(seen.log);
    return seen.starts.every((start, index) => {
      const before = failed[index - 1];
      return index === 0 || (before !== undefined && start - before.at >= at(plan.delays, index - 1));
    });
  },

  "E3 ends as its last attempt did, with the very value or error": ({ outcome, answers }, { ending, last }) => {
    if (outcome === undefined) return true;
    if (outcome.ok) return ending === "value" && outcome.value === answers.at(-1);
    return outcome.reason === ending && isLast(outcome, last, answers);
  },

  "E4 begins nothing at its deadline or after, and waits for no deadline": (seen, { settledAt }, { totalTimeout }) =>
    seen.starts.every((start) => start < totalTimeout) &&
    (seen.settledAt === undefined ||
      (seen.settledAt <= totalTimeout && (totalTimeout === Infinity || seen.settledAt <= settledAt))),

  "E5 leaves no timer and no listener when it has settled": ({ left }) => left.timers === 0 && left.listeners === 0,

  "E6 ends when the caller leaves, and calls no more": (seen, _expected, { abortAt }) =>
    seen.callsLater === 0 &&
    seen.starts.every((start) => start <= Math.max(abortAt, 0)) &&
    (abortAt === Infinity || (seen.settledAt !== undefined && seen.settledAt <= Math.max(abortAt, 0))),

  "E9 tells a story in order: attempts, each retry before its wait, one end": ({ log, outcome, starts }) => {
    if (outcome === undefined) return true;
    const story = log.map((line) => line[0]).join("");
    const numbers = log.map((line) => Number(/\d+/.exec(line)![0]));
    const times = log.map((line) => Number(/at (\d+)$/.exec(line)![1]));
    return (
      (outcome.ok ? /^a(ra)*s$/ : /^(a(ra)*r?)?g$/).test(story) &&
      alike(
        numbers,
        numbers.toSorted((a, b) => a - b),
      ) &&
      alike(
        times,
        times.toSorted((a, b) => a - b),
      ) &&
      alike(attempts(log), starts)
    );
  },

  "tells of every attempt that settles after it was given up": ({ late }, expected) =>
    alike(late.toSorted(), expected.late.toSorted()),

  "agrees with the model to the millisecond": ({ log, settledAt }, expected) =>
    alike(log, expected.log) && settledAt === expected.settledAt,
} satisfies Record<string, EngineLaw>;

/** Whether a run broke a law. */
export const keeps = (law: keyof typeof ENGINE_LAWS, seen: Observed, plan: Plan): boolean =>
  ENGINE_LAWS[law](seen, expectedOf(plan), plan);

const attempts = (log: readonly string[]): readonly number[] =>
  log.filter((line) => line.startsWith("attempt")).map((line) => Number(line.split(" at ")[1]));

const retries = (log: readonly string[]): readonly { readonly at: number; readonly delay: number }[] =>
  log.flatMap((line) => {
    const told = /^retry \d+, \+(\d+) at (\d+)$/.exec(line);
    return told === null ? [] : [{ delay: Number(told[1]), at: Number(told[2]) }];
  });

function isLast(outcome: Outcome<Answer> & { ok: false }, last: Expected["last"], answers: readonly Answer[]): boolean {
  const { error } = outcome;
  const answer = answers.at(-1);
  if (last === "left") return error === LEFT;
  if (last !== "step") return (error as { code?: string }).code === last;
  return answer?.kind === "poor" ? (error as { value?: unknown }).value === answer : error === answer;
}
