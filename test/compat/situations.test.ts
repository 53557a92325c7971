import { describe, expect, it } from "vitest";
import {
  apiDown,
  authentication,
  databaseLocks,
  invalidData,
  networkErrors,
  notFound,
  rateLimits,
  situations,
  timeouts,
} from "../../src/compat/index.ts";
import { parseSchedule } from "../../src/core/notation.ts";
import { explain } from "../../src/policy/explain.ts";
import { lint } from "../../src/policy/lint.ts";
import { type Policy, policy } from "../../src/policy/policy.ts";
import { fail, ok } from "../../src/testing/script.ts";
import { simulate } from "../../src/testing/simulate.ts";

const error = (more: object): Error => Object.assign(new Error("failed"), more);
const lost = error({ code: "ECONNRESET" });
const limited = error({ status: 429 });
const locked = error({ code: "40P01" });
const down = error({ status: 503 });
const late = error({ code: "ETIMEDOUT" });
const wrong = error({ status: 422 });
const missing = error({ status: 404 });
const refused = error({ status: 401 });

const RETRIED = { networkErrors, rateLimits, databaseLocks, apiDown, timeouts };
const NEVER = { invalidData, notFound, authentication };
const ALL = Object.entries({ ...RETRIED, ...NEVER });

const worth = ({ retryIf }: Policy, thrown: unknown): unknown =>
  retryIf?.(thrown, { attempt: 1, elapsed: 0, previousDelay: 0 });

describe.each(ALL)("the preset %s", (_name, preset) => {
  it("is a policy, and one that can be spread", () => {
    expect(policy(preset)).toBe(preset);
    expect(policy({ ...preset, attempts: 7 })).toMatchObject({ attempts: 7, totalTimeout: preset.totalTimeout });
    expect(parseSchedule(preset.schedule.name).name).toBe(preset.schedule.name);
  });
});

describe.each(Object.entries(RETRIED))("the preset %s", (_name, preset) => {
  it("gives lint nothing to say", () => {
    expect(lint(preset)).toEqual([]);
  });
});

describe("the presets", () => {
  const KINDS = { lost, limited, locked, down, late, wrong, missing, refused };

  it.each<[preset: Policy, kinds: readonly (keyof typeof KINDS)[]]>([
    [networkErrors, ["lost", "late"]],
    [rateLimits, ["limited"]],
    [databaseLocks, ["locked"]],
    [apiDown, ["lost", "late", "down"]],
    [timeouts, ["late"]],
    [invalidData, ["lost", "limited", "locked", "down", "late", "missing", "refused"]],
    [notFound, ["lost", "limited", "locked", "down", "late", "wrong", "refused"]],
    [authentication, ["lost", "limited", "locked", "down", "late", "wrong", "missing"]],
  ])("are for their own kind of failure: preset %#", (preset, kinds) => {
    const retried = Object.entries(KINDS).filter(([, thrown]) => worth(preset, thrown) === true);
    expect(retried.map(([kind]) => kind).toSorted()).toEqual([...kinds].toSorted());
  });

  it("network errors: five retries that outlast ten seconds", () => {
    expect(networkErrors.attempts).toBe(6);
    expect(explain(networkErrors).worst.delay).toBe(12_500);
  });

  it("rate limits: the retries take at least a minute where nobody says when", () => {
    expect(explain(rateLimits).least.delay).toBeGreaterThanOrEqual(60_000);
  });

  it("rate limits: come back when the server says", async () => {
    const told = error({ status: 429, headers: { "retry-after": "300" } });
    const run = await simulate(rateLimits, [fail(told), ok("done")]);
    expect(run.timeline).toBe("x 302.5s o");
  });

  it("database locks: short delays of 1 s to 5 s, few retries", () => {
    for (const retry of [1, 2, 3, 99]) {
      const { min, max } = databaseLocks.schedule.bounds(retry);
      expect([min >= 1_000, max <= 5_000]).toEqual([true, true]);
    }
    expect(databaseLocks.attempts).toBe(4);
  });

  it("API down: delays of minutes, many retries", () => {
    expect(apiDown.schedule.bounds(1).min).toBe(30_000);
    const { least, worst } = explain(apiDown);
    expect([least.delay, worst.delay]).toEqual([75.5 * 60_000, 151 * 60_000]);
  });

  it("timeouts: the same time again, twice", async () => {
    const run = await simulate(timeouts, [ok("too late", "11s"), ok("too late", "11s"), ok("done", "1s")]);
    expect(run.timeline).toBe("x 1s x 1s o");
  });

  it.each(Object.entries(NEVER))("%s: no retry, whatever it is", async (_name, preset) => {
    for (const thrown of [wrong, missing, refused, lost])
      expect((await simulate(preset, [fail(thrown)])).timeline).toBe("x (attempts)");
  });

  it("with more attempts still give up at once on what is hopeless, and on nothing else", async () => {
    const patient = { ...notFound, attempts: 3, schedule: parseSchedule("fixed 1s") };
    expect((await simulate(patient, [fail(missing)])).timeline).toBe("x (not-retryable)");
    expect((await simulate(patient, [fail(wrong), ok("done")])).timeline).toBe("x 1s o");
  });
});

describe("situations", () => {
  it.each<[thrown: unknown, first: string]>([
    [wrong, "x (attempts)"],
    [missing, "x (attempts)"],
    [refused, "x (attempts)"],
    [limited, "x 750ms o"],
    [locked, "x 1.5s o"],
    [late, "x 1s o"],
    [lost, "x 250ms o"],
    [down, "x 45s o"],
  ])("give each failure the limits of its kind: %o", async (thrown, timeline) => {
    const run = await simulate({ attempts: 12, routes: situations }, [fail(thrown), ok("done")]);
    expect(run.timeline).toBe(timeline);
  });

  it("count each kind for itself", async () => {
    const script = [lost, locked, lost, locked, locked, locked].map((thrown) => fail(thrown));
    const run = await simulate({ attempts: 12, routes: situations }, script);
    expect(run.timeline).toBe("x 250ms x 1.5s x 500ms x 3s x 3.75s x (attempts)");
  });
});
