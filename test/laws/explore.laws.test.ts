import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fixed } from "../../src/core/sources.ts";
import type { Clock } from "../../src/engine/clock.ts";
import type { PolicyOptions } from "../../src/policy/policy.ts";
import { settle } from "../../src/retry/retry.ts";
import { everyWay } from "../../src/testing/choices.ts";
import { explore } from "../../src/testing/explore.ts";
import { fail, never, ok, type ScriptStep } from "../../src/testing/script.ts";
import { simulate } from "../../src/testing/simulate.ts";
import type { Flaw } from "../mutants/engine-flaws.ts";
import { engine } from "../mutants/engines.ts";
import { listeners } from "../retry/scene.ts";
import { lawParameters } from "../support/laws.ts";
import type { Engine } from "./engine-stage.ts";

const tens = (most: number): fc.Arbitrary<number> => fc.nat(most).map((each) => each * 10);
const anyRules: fc.Arbitrary<PolicyOptions> = fc.record({
  attempts: fc.integer({ min: 1, max: 3 }),
  attemptTimeout: tens(6),
  totalTimeout: fc.oneof(fc.constant(Infinity), tens(12)),
  schedule: tens(5).map((delay) => fixed(delay)),
});
const anyOutcomes: fc.Arbitrary<ScriptStep[]> = fc.array(
  fc.oneof(
    tens(8).map((takes) => ok("value", takes)),
    tens(8).map((takes) => fail("busy", takes)),
    fc.constant(never()),
  ),
  { minLength: 1, maxLength: 3 },
);

/** All lists of a length. */
const listsOf = <Each>(all: readonly Each[], length: number): readonly (readonly Each[])[] =>
  length === 0 ? [[]] : listsOf(all, length - 1).flatMap((list) => all.map((each) => [...list, each]));

describe("exploring a policy", () => {
  it("finds what simulating every script finds, each once", async () => {
    const holds = fc.asyncProperty(anyRules, anyOutcomes, async (rules, outcomes) => {
      const found = await explore(rules, { outcomes, depth: 3 });
      const all = await Promise.all(listsOf(outcomes, 3).map((script) => simulate(rules, script)));
      const story = (run: object): string => JSON.stringify(run);
      const seen = found.map(
        ({ script: _script, draws: _draws, left: _left, complete, ...run }) => [complete, story(run)] as const,
      );
      // A run that ends early is simulated with everything that could have followed.
      expect([...new Set(seen.map(([, each]) => each))].toSorted()).toEqual([...new Set(all.map(story))].toSorted());
      expect(seen.every(([complete]) => complete)).toBe(true);
      const alike = new Set(outcomes.map(story)).size < outcomes.length;
      expect(alike || new Set(found.map(({ script }) => story(script))).size === found.length).toBe(true);
    });
    await fc.assert(holds, lawParameters(60));
  });
});

describe("every way", () => {
  const reach = { most: 10_000, tooMany: () => new Error("too many"), strayed: () => new Error("strayed") };

  it("is gone once, in the order of the choices, however many are gone abreast", async () => {
    const anyTree = fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 5 });
    const holds = fc.asyncProperty(anyTree, fc.integer({ min: 1, max: 9 }), async (levels, abreast) => {
      const ways = await everyWay(
        async ({ pick }) => {
          const path: number[] = [];
          // A first choice of the first ends the way.
          for (const of of levels) if (path.push(pick("level", of)) === 1 && path[0] === 0) break;
          return path.join("");
        },
        { ...reach, abreast },
      );
      const rest = levels.slice(1).reduce((product, of) => product * of, 1);
      expect(ways).toHaveLength(levels.length === 0 ? 1 : 1 + (levels[0]! - 1) * rest);
      expect(ways).toEqual([...new Set(ways)].toSorted());
    });
    await fc.assert(holds, lawParameters(100));
  });
});

/** What must hold of a run whichever of an abort, a limit, a deadline and a settlement comes first. */
async function invariants(judged: Engine, rules: PolicyOptions, outcomes: readonly ScriptStep[], abortAt: number) {
  const endings = new Set<string>();
  const runs = await explore(
    async ({ clock, operation, random, signal }) => {
      let ends = 0;
      let calls = 0;
      const counted = (): Promise<unknown> => (calls++, operation());
      const end = (): void => void ends++;
      const watched = { ...rules, onSuccess: end, onGiveUp: end, ...silent };
      const outcome = await judged(counted, watched, { clock: patient(clock), random, signal });
      const reason = outcome.ok ? "value" : outcome.reason;
      endings.add(reason);
      expect(ends, "how often it was told to have ended").toBe(1);
      expect(["value", "attempts", "deadline", "aborted"]).toContain(reason);
      expect(reason === "aborted", "it ends as aborted").toBe(!outcome.ok && outcome.error === signal.reason);
      expect(clock.now(), "it ends by the abort and the deadline").toBeLessThanOrEqual(
        Math.min(abortAt, rules.totalTimeout as number),
      );
      expect(listeners(signal), "listeners left").toBe(0);
      const before = calls;
      await new Promise<void>((resolve) => clock.schedule(1_000, resolve));
      expect(calls, "no call follows the end").toBe(before);
      expect(ends, "nor does another end").toBe(1);
    },
    { outcomes, depth: 4, abortAt, ties: true },
  );
  return { runs, endings };
}

const silent = { onAttempt: () => {}, onRetry: () => {}, onLate: () => {} };
/** The clock alone, for engines that look at nothing else. */
const patient = ({ now, wallNow, schedule }: Clock): Clock => ({ now, wallNow, schedule });

const rules: PolicyOptions = { attempts: 3, attemptTimeout: 20, totalTimeout: 40, schedule: fixed(10) };

describe("an abort, a limit, a deadline and a settlement at one and the same instant", () => {
  it("E6 leave one settlement with a reason of those allowed, in every order", async () => {
    const steps = [ok("value", 20), fail("busy", 20), fail("busy", 10)];
    const { runs, endings } = await invariants(settle, rules, steps, 20);
    expect(runs.length).toBeGreaterThan(40);
    expect([...endings].toSorted()).toEqual(["aborted", "value"]);
    const later = await invariants(settle, rules, steps, 40);
    expect([...later.endings].toSorted()).toEqual(["aborted", "deadline", "value"]);
  });

  it("E6 do so whatever the limits are", async () => {
    const holds = fc.asyncProperty(anyRules, tens(8), tens(8), async (limits, takes, abortAt) => {
      await invariants(settle, limits, [ok("value", takes), fail("busy", takes)], abortAt);
    });
    await fc.assert(holds, lawParameters(25));
  });

  it("leave one settlement of an engine without a flaw, too", async () => {
    await invariants(engine(), rules, [ok("value", 20), fail("busy", 10)], 20);
  });

  it.each<Flaw>([
    "hears no abort in an attempt",
    "calls on after an abort",
    "leaves a listener behind",
    "tells of its end twice",
    "sleeps past its deadline",
    "ends with an error of its own",
  ])("show an engine that %s for what it is", async (flaw) => {
    const aborts = [5, 20, 30, 60].map((abortAt) =>
      invariants(engine(flaw), rules, [ok("value", 20), fail("busy", 10), fail("busy", 20)], abortAt),
    );
    const shown = await Promise.allSettled(aborts);
    expect(shown.filter(({ status }) => status === "rejected")).not.toEqual([]);
  });
});
