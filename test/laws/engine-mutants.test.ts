import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Flaw, FLAWS } from "../mutants/engine-flaws.ts";
import { engine } from "../mutants/engines.ts";
import { lawParameters } from "../support/laws.ts";
import { faresAsAlone } from "./engine-company.ts";
import { anyField, anyMember } from "./engine-fields.ts";
import { ENGINE_LAWS, keeps } from "./engine-laws.ts";
import { anyPlan } from "./engine-plan.ts";
import { fair, raced } from "./engine-races.ts";
import { type Engine, played } from "./engine-stage.ts";

type Law = keyof typeof ENGINE_LAWS;
const law = (number: string): Law => (Object.keys(ENGINE_LAWS) as Law[]).find((name) => name.startsWith(number))!;

/** A law of plans as a property of an engine. */
const ofPlans = (name: Law) => (judged: Engine) =>
  fc.asyncProperty(anyPlan, async (plan) => keeps(name, await played(plan, judged), plan));

const ofRaces = (judged: Engine) =>
  fc.asyncProperty(fc.scheduler(), anyField, async (scheduler, field) => fair(await raced(scheduler, field, judged)));

const ofCompanies = (judged: Engine) =>
  fc.asyncProperty(anyMember, fc.integer({ min: 2, max: 5 }), (members, attempts) =>
    faresAsAlone(members, attempts, judged),
  );

const hanging = { onAttempt: () => new Promise<void>(() => {}) };
const throwing = {
  onRetry: () => {
    throw new Error("a hook's own");
  },
};

/** Whether hooks that hang or throw leave the story as it is: E8. */
const ofHooks = (judged: Engine) =>
  fc.asyncProperty(anyPlan, fc.constantFrom(hanging, throwing), async (plan, hooks) =>
    keeps("agrees with the model to the millisecond", await played(plan, judged, hooks), plan),
  );

const JUDGES = {
  ...Object.fromEntries(
    ["E1", "E2", "E3", "E4", "E5", "E6", "E9", "tells", "agrees"].map((name) => [name, ofPlans(law(name))]),
  ),
  "E6 races": ofRaces,
  E7: ofCompanies,
  E8: ofHooks,
} as Record<string, (judged: Engine) => fc.IAsyncProperty<any>>;

/** Which law each flaw breaks. */
const BREAKS: Readonly<Record<Flaw, readonly string[]>> = {
  "calls once too often": ["E1"],
  "calls once too seldom": ["E1"],
  "wakes a millisecond early": ["E2"],
  "ends with its first error": ["E3"],
  "ends with an error of its own": ["E3"],
  "sleeps past its deadline": ["E4"],
  "sleeps up to its deadline": ["E4"],
  "lets an attempt outlive its deadline": ["E4"],
  "arms a limit after the call": ["agrees"],
  "leaves a timer behind": ["E5"],
  "leaves a listener behind": ["E5", "E6 races"],
  "leaves a listener behind for every attempt": ["E5", "E6 races"],
  "hears no abort in a delay": ["E6", "E6 races"],
  "hears no abort in an attempt": ["E6", "E6 races"],
  "calls on after an abort": ["E6", "E6 races"],
  "is told of no abort before it begins": ["E1", "E6"],
  "counts in the policy": ["E7"],
  "remembers the last delay in the policy": ["E7"],
  "awaits its hooks": ["E8"],
  "lets a hook's error win": ["E8"],
  "tells of a retry after the wait": ["E2"],
  "tells of its end twice": ["E9"],
  "swallows what comes late": ["tells"],
};

const broken = async (name: string, judged: Engine): Promise<boolean> =>
  (await fc.check(JUDGES[name]!(judged), { ...lawParameters(150), endOnFailure: true })).failed;

describe("an engine without a flaw", () => {
  it.each(Object.keys(JUDGES))("keeps %s, so that it is the flaw that the law rejects", async (name) => {
    expect(await broken(name, engine())).toBe(false);
  });
});

describe.each(FLAWS)("an engine that %s", (flaw) => {
  it.each(BREAKS[flaw])("breaks %s", async (name) => {
    expect(await broken(name, engine(flaw))).toBe(true);
  });
});
