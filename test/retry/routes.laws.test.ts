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
  readonly routes: readonly {
    readonly fits: string;
    readonly attempts: number | undefined;
    readonly factor: number;
    readonly counts: Ostinato.Counts | undefined;
  }[];
}

const count = (max: number): fc.Arbitrary<number> => fc.integer({ min: 1, max });
const anyRecipe: fc.Arbitrary<Recipe> = fc.record({
  attempts: count(12),
  routes: fc.array(
    fc.record({
      fits: fc.subarray([...NAMES]).map((names) => names.join("")),
      attempts: fc.oneof(fc.constantFrom(undefined, Infinity), count(6)),
      factor: count(9),
      counts: fc.constantFrom(undefined, "own", "all", "consecutive"),
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
    ({ fits, attempts: own, factor, counts }) =>
      [(error: unknown) => fits.includes(String(error)), { attempts: own, schedule: linear(factor), counts }] as const,
  ),
});

/** The law as a count: what each failure leads to, by the list of the routes that were taken up to it. */
function model({ attempts, routes }: Recipe, errors: readonly string[]): (number | string)[] {
  const taken = errors.map((error) => routes.findIndex(({ fits }) => fits.includes(error)));
  const decisions: (number | string)[] = [];
  for (const [index, route] of taken.entries()) {
    const until = taken.slice(0, index + 1);
    const others = until.findLastIndex((each) => each !== route);
    const counted = {
      own: until.filter((each) => each === route).length,
      all: until.length,
      consecutive: until.length - 1 - others,
    };
    const { attempts: most = Infinity, factor = 0, counts = "own" } = routes[route] ?? {};
    const count = counted[counts];
    if (index + 1 >= attempts || count >= most) return [...decisions, "attempts"];
    decisions.push(route === -1 ? 1_000 : factor * count);
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
        const routeAttempts = before.map((taken, route) => {
          if (route === decision.route) return taken + 1;
          return recipe.routes[route]!.counts === "consecutive" ? 0 : taken;
        });
        const next = { attempt: progress.attempt + 1, elapsed: 0, previousDelay: decision.delay, routeAttempts };
        progress = JSON.parse(JSON.stringify(next)) as Ostinato.Progress;
      }
      expect(decisions).toEqual(model(recipe, errors));
    });
    fc.assert(law, lawParameters(150));
    expect(elsewhere.decide).not.toBe(here.decide);
  });
});
