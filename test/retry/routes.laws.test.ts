import fc from "fast-check";
import { beforeAll, describe, expect, it, vi } from "vitest";
import type * as Ostinato from "ostinato";
import type * as OstinatoTesting from "ostinato/testing";
import { lawParameters } from "../support/laws.ts";

type House = typeof Ostinato;
type Testing = typeof OstinatoTesting;

const NAMES = ["A", "B", "C", "D"] as const;

/** A policy with routes, as data; a route fits the errors in its name. */
interface Recipe {
  readonly attempts: number;
  readonly routes: readonly { readonly fits: string; readonly attempts: number | undefined; readonly factor: number }[];
}

const count = (max: number): fc.Arbitrary<number> => fc.integer({ min: 1, max });
const anyRecipe: fc.Arbitrary<Recipe> = fc.record({
  attempts: count(12),
  routes: fc.array(
    fc.record({
      fits: fc.subarray([...NAMES]).map((names) => names.join("")),
      attempts: fc.oneof(fc.constantFrom(undefined, Infinity), count(6)),
      factor: count(9),
    }),
    { maxLength: 4 },
  ),
});
const anyErrors = fc.array(fc.constantFrom(...NAMES), { minLength: 12, maxLength: 12 });

let here: House & Testing;
let elsewhere: House;
beforeAll(async () => {
  here = { ...(await import("ostinato")), ...(await import("ostinato/testing")) };
  vi.resetModules();
  elsewhere = await import("ostinato");
});

const optionsOf = ({ linear, fixed }: House, { attempts, routes }: Recipe) => ({
  attempts,
  schedule: fixed(1_000),
  routes: routes.map(
    ({ fits, attempts: own, factor }) =>
      [(error: unknown) => fits.includes(String(error)), { attempts: own, schedule: linear(factor) }] as const,
  ),
});

/** The law as a count: what each failure leads to, by a table of how often each route was taken. */
function model({ attempts, routes }: Recipe, errors: readonly string[]): (number | string)[] {
  const taken = routes.map(() => 0);
  const decisions: (number | string)[] = [];
  for (const [index, error] of errors.entries()) {
    const route = routes.findIndex(({ fits }) => fits.includes(error));
    const own = routes[route];
    if (index + 1 >= attempts) return [...decisions, "attempts"];
    if (own !== undefined && taken[route]! + 1 >= (own.attempts ?? Infinity)) return [...decisions, "attempts"];
    decisions.push(own === undefined ? 1_000 : own.factor * ++taken[route]!);
  }
  return decisions;
}

describe("routes", () => {
  it("multiply no attempts: there are as many as the table of their counts says, and never more than the total", async () => {
    const law = fc.asyncProperty(anyRecipe, anyErrors, async (recipe, errors) => {
      const run = await here.simulate(optionsOf(here, recipe), [
        ...errors.map((error) => here.fail(error)),
        here.ok(1),
      ]);
      expect(run.attempts).toBeLessThanOrEqual(recipe.attempts);
      const end = run.outcome.ok ? [] : [run.outcome.reason];
      expect([...run.delays, ...end]).toEqual(model(recipe, errors));
    });
    await fc.assert(law, lawParameters(150));
  });

  it("are resumed from a progress in another process as if nothing had happened", () => {
    const law = fc.property(anyRecipe, anyErrors, (recipe, errors) => {
      const { policy, decide } = elsewhere;
      const decisions: (number | string)[] = [];
      let progress: Ostinato.Progress = { attempt: 1, elapsed: 0, previousDelay: 0 };
      for (const error of errors) {
        // Each decision is made by a policy of its own, as by processes that share nothing but the progress.
        const made = policy(optionsOf(elsewhere, recipe));
        const decision = decide(made, { kind: "error", error }, progress, { wallNow: 0, random: () => 0.5 });
        decisions.push(decision.kind === "retry" ? decision.delay : decision.reason);
        if (decision.kind === "stop") break;
        const before = progress.routeAttempts ?? recipe.routes.map(() => 0);
        const routeAttempts = before.map((taken, route) => taken + (route === decision.route ? 1 : 0));
        const next = { attempt: progress.attempt + 1, elapsed: 0, previousDelay: decision.delay, routeAttempts };
        progress = JSON.parse(JSON.stringify(next)) as Ostinato.Progress;
      }
      expect(decisions).toEqual(model(recipe, errors));
    });
    fc.assert(law, lawParameters(150));
    expect(elsewhere.decide).not.toBe(here.decide);
  });
});
