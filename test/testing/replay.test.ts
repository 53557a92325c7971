import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { exponential, fixed, fullJitter, type PolicyOptions, schedule, settle } from "../../src/index.ts";
import { recorder, replay, ReplayError, type Trace, virtualClock } from "../../src/testing/index.ts";
import { incident, incidentPolicy } from "./incident.ts";

const kept = JSON.parse(readFileSync("test/testing/traces/incident.v1.json", "utf8")) as Trace;
const TIMELINE = "x 141ms x 3.397s x 10ms x 1.29s o";

/** As it comes from a file of a later day, or from a stranger. */
const changed = (change: (trace: { -readonly [Key in keyof Trace]: any }) => void): Trace => {
  const trace = structuredClone(kept);
  change(trace);
  return trace;
};
const difference = (replaying: Promise<unknown>): Promise<ReplayError> =>
  replaying.then(
    () => expect.fail("nothing differed"),
    (error: unknown) => error as ReplayError,
  );

/** The trace of a run in virtual time. */
async function traced(operation: Parameters<typeof settle>[0], rules: PolicyOptions): Promise<Trace> {
  const [tape, clock] = [recorder(), virtualClock()];
  await clock.runUntil(settle(operation, rules, { clock, random: () => 0.5, trace: tape }));
  return tape.toJSON();
}

const busy = (): Promise<never> => Promise.reject(new Error("busy"));

describe("the trace that is kept", () => {
  it("rule 9c is what the same seed and the same outcomes give, on every platform", async () => {
    expect(JSON.parse(JSON.stringify(await incident()))).toEqual(kept);
  });

  it("is read and replayed by this release, by itself", async () => {
    const again = await replay(kept);
    expect(again.timeline).toBe(TIMELINE);
    expect(again).toMatchObject({ attempts: 5, outcome: { ok: true } });
  });

  it("and under the policy whose functions are asked again", async () => {
    expect((await replay(kept, incidentPolicy, { revive })).timeline).toBe(TIMELINE);
  });
});

/** The kinds of errors that the policy of the incident knows. */
const revive = ({ name, message }: { name: string; message: string }): Error =>
  name === "RangeError" ? new RangeError(message) : new Error(message);

describe("a replay with a policy fails at the first difference", () => {
  it.each<readonly [string, PolicyOptions, string, number]>([
    ["another schedule", { schedule: fixed("1s") }, "schedule answered 1000", 5],
    ["fewer attempts", { attempts: 2 }, "the run ended with attempts after 2 attempts", 12],
    ["another predicate", { retryIf: () => false }, "retryIf answered false", 3],
    ["no predicate", { retryIf: undefined }, "delayHint answered undefined", 3],
    ["another hint", { delayHint: () => ({ delay: 1, spread: 0, atMost: 9 }) }, "delayHint answered {", 4],
    ["no route", { routes: [] }, "retryIf answered true", 2],
    ["a hint that throws", { delayHint: () => expect.fail("no") }, "delayHint answered with an error", 4],
    [
      "a predicate of nonsense",
      { retryIf: (() => "yes") as never },
      "retryIf answered with something useless, string",
      3,
    ],
    ["a shorter limit for an attempt", { attemptTimeout: "100ms" }, "a wait or a limit was over at 100ms", 1],
    ["a longer limit for an attempt", { attemptTimeout: "5s" }, "the wait was to last until", 31],
    ["a shorter deadline", { totalTimeout: "2s" }, "the run ended with deadline after 2 attempts", 18],
  ])("%s", async (_, other, came, index) => {
    const error = await difference(replay(kept, { ...incidentPolicy, ...other }, { revive }));
    expect(error).toBeInstanceOf(ReplayError);
    expect(error).toMatchObject({ code: "REPLAY_DIFFERENCE", came: expect.stringContaining(came) });
    expect(error.index).toBe(index);
  });

  it("with what was recorded, what came, and when", async () => {
    const error = await difference(replay(kept, { ...incidentPolicy, retryIf: () => false }, { revive }));
    expect(error).toMatchObject({ at: 120 });
    expect(error.message).toBe(
      'The replay differs at event 3, 120ms into the run: recorded was {"at":120,"kind":"asked","option":"retryIf","answer":true}, ' +
        "but retryIf answered false",
    );
  });
});

describe("a replay", () => {
  it("differs where a trace tells of something that a run does not do", async () => {
    const shortened = changed((trace) => void trace.events.splice(1, 1));
    expect(await difference(replay(shortened))).toMatchObject({ came: "nothing came" });
    const strange = changed((trace) => (trace.events[1].attempt = 9));
    expect(await difference(replay(strange))).toMatchObject({ came: "attempt 9 had not been made", index: 1 });
    const idle = await traced(async () => "done", {});
    const ringing = { ...idle, events: idle.events.toSpliced(1, 0, { at: 0, kind: "timer" }) };
    expect(await difference(replay(ringing))).toMatchObject({ came: "nothing was waited for" });
    const further = changed((trace) => trace.events.push({ ...trace.events.at(-1), at: 1e6 }));
    expect(await difference(replay(further))).toMatchObject({
      came: "the run had ended",
      index: kept.events.length,
      at: 1e6,
    });
  });

  it("goes on from a trace by itself when functions threw, gave nonsense, or had no chance", async () => {
    const rules: PolicyOptions[] = [
      { retryIf: () => expect.fail("broken") },
      { retryIf: (() => "yes") as never },
      { delayHint: () => ({ delay: 5_000, spread: 100, atMost: 1_000 }) },
      { schedule: { name: "mine", delay: (_, random) => 10 * random(), bounds: () => ({ min: 0, max: 10 }) } },
      { routes: [[() => true, { schedule: schedule(fixed("1s"), fullJitter), delayHint: () => undefined }]] },
      { retryResult: () => true },
    ];
    for (const each of rules) {
      const trace = await traced(each.retryResult ? async () => "poor" : busy, each);
      const again = await replay(trace);
      const end = trace.events.at(-1) as { reason: string; attempts: number };
      expect(again.outcome).toMatchObject({ reason: end.reason, attempts: end.attempts });
      expect((await replay(trace, each)).timeline).toBe(again.timeline);
    }
    const [tape, clock] = [recorder(), virtualClock()];
    const random = (): never => expect.fail("no chance");
    await clock.runUntil(settle(busy, { schedule: schedule(fixed(1), fullJitter) }, { clock, random, trace: tape }));
    expect((await replay(tape.toJSON())).outcome).toMatchObject({ reason: "policy-error" });
  });

  it.each(["own", "all", "consecutive"] as const)("counts the failures of a route as it did: %s", async (counts) => {
    const failures = ["B", "A", "A", "B", "A", "A", "A"];
    const rules: PolicyOptions = { attempts: 9, routes: [[(error) => error === "A", { attempts: 3, counts }]] };
    const trace = await traced(() => Promise.reject(failures.shift()), rules);
    const { outcome } = await replay(JSON.parse(JSON.stringify(trace)) as Trace);
    expect(outcome).toMatchObject({ reason: "attempts", attempts: { own: 5, all: 3, consecutive: 7 }[counts] });
  });

  it("revives text, numbers and nothing as they were, marks included, and errors by name, code and message", async () => {
    const thrown: unknown[] = ["busy", 5, true, undefined, null, Object.assign(new Error("far"), { code: "EFAR" })];
    for (const error of thrown) {
      const again = await replay(await traced(() => Promise.reject(error), { attempts: 1 }));
      expect(again.outcome).toMatchObject({ ok: false });
      const { error: revived } = again.outcome as { error: unknown };
      expect(revived).toEqual(error);
    }
  });

  it("calls the hooks of the policy that it is given, and takes nothing from its budget", async () => {
    const told: number[] = [];
    const trace = await traced(busy, { schedule: exponential("1s") });
    const again = await replay(trace, { schedule: exponential("1s"), onRetry: ({ delay }) => told.push(delay) });
    expect(told).toEqual([1_000, 2_000]);
    expect(again).toMatchObject({ delays: [1_000, 2_000], starts: [0, 1_000, 3_000], elapsed: 3_000 });
  });

  it("of a run on the machine's clock makes the same decisions at the very same instants", async () => {
    const tape = recorder();
    const answers = [() => new Promise(() => {}), busy, () => "plain"];
    const rules = { attemptTimeout: 5, totalTimeout: "10s", schedule: schedule(fixed(2), fullJitter) } as const;
    await settle(() => answers.shift()!(), rules, { trace: tape });
    const again = await replay(JSON.parse(JSON.stringify(tape)) as object, rules);
    expect(again.timeline).toBe(tape.timeline);
    const events = tape.toJSON().events;
    expect(again.starts).toEqual(events.flatMap((event) => (event.kind === "attempt" ? [event.at] : [])));
  });

  it("refuses a run that has not ended, and options that it does not know", async () => {
    const running = changed((trace) => void trace.events.pop());
    await expect(replay(running)).rejects.toThrow("trace.events: expected a run that has ended");
    await expect(replay(kept, undefined, { revive: 1 as never })).rejects.toMatchObject({ option: "revive" });
    await expect(replay(kept, undefined, { revve: () => 1 } as never)).rejects.toThrow('did you mean "revive"?');
  });
});

describe("a trace from outside", () => {
  const withEvent = (event: object): Trace => changed((trace) => trace.events.splice(1, 0, event));
  const huge = "x".repeat(2_001);
  const deep = JSON.parse("[".repeat(20_000) + "]".repeat(20_000)) as unknown;

  it.each<readonly [string, object, string]>([
    ["another format", changed((trace) => (trace.format = "tape")), "trace.format: expected one of ostinato-trace"],
    ["a later version", changed((trace) => (trace.version = 2)), "trace.version: expected 1, which is all that this"],
    [
      "a later version that holds more",
      changed((trace) => Object.assign(trace, { version: 2, more: [] })),
      "trace.version: expected 1, which is all that this release reads, got 2",
    ],
    [
      "no wall clock",
      changed((trace) => delete trace.wallNow),
      "trace.wallNow: expected a finite number, got undefined",
    ],
    ["no policy", changed((trace) => delete trace.policy), "trace.policy: expected an object"],
    ["an option too many", changed((trace) => (trace.policy.hooks = [])), "trace.policy: expected only the options"],
    [
      "functions that are none",
      changed((trace) => (trace.policy.functions = [1])),
      "trace.policy.functions: expected a list",
    ],
    ["routes that are none", changed((trace) => (trace.policy.routes = [-1])), "trace.policy.routes: expected a list"],
    [
      "counts that are none",
      changed((trace) => (trace.policy.counts = ["some"])),
      "trace.policy.counts: expected a list",
    ],
    ["a schedule that is none", changed((trace) => (trace.policy.schedule = "soon")), "soon"],
    [
      "events that are none",
      changed((trace) => (trace.events = {})),
      "trace.events: expected a list of at most 100000 events",
    ],
    [
      "too many",
      changed((trace) => (trace.events = Array.from({ length: 100_001 }))),
      "trace.events: expected a list of at most",
    ],
    ["an event that is none", withEvent(null as never), "trace.events[1].kind: expected one of attempt, returned"],
    ["an unknown event", withEvent({ kind: "toString", at: 0 }), "trace.events[1].kind: expected one of"],
    ["an event without time", withEvent({ kind: "timer" }), "trace.events[1].at: expected finite milliseconds ≥ 0"],
    [
      "time that goes back",
      changed((trace) => (trace.events[2].at = 1)),
      "trace.events[2].at: expected an instant not before 120",
    ],
    [
      "a part too many",
      withEvent({ kind: "timer", at: 0, then: 1 }),
      "trace.events[1]: expected only the options kind, at",
    ],
    [
      "a part too few",
      withEvent({ kind: "retry", at: 0, delay: 1 }),
      "trace.events[1].from: expected one of schedule, hint",
    ],
    [
      "an endless delay",
      withEvent({ kind: "retry", at: 0, delay: null, from: "hint" }),
      "trace.events[1].delay: expected finite",
    ],
    [
      "text without end",
      withEvent({ kind: "asked", at: 0, option: huge }),
      "trace.events[1].option: expected text, not too long",
    ],
    [
      "an error without a message",
      withEvent({ kind: "failed", at: 0, attempt: 1, error: { name: "E" } }),
      "events[1].error",
    ],
    [
      "an error with more",
      withEvent({ kind: "failed", at: 0, attempt: 1, error: { name: "E", message: "", stack: "" } }),
      "error",
    ],
    [
      "an error that is a list",
      withEvent({ kind: "failed", at: 0, attempt: 1, error: [] }),
      "an error's name and message",
    ],
    [
      "an answer that is none",
      withEvent({ kind: "asked", at: 0, option: "retryIf", answer: "yes" }),
      "expected an answer",
    ],
    [
      "half a hint",
      withEvent({ kind: "asked", at: 0, option: "delayHint", answer: { delay: 1 } }),
      "expected an answer",
    ],
    [
      "a result beyond bounds",
      withEvent({ kind: "returned", at: 0, attempt: 1, value: "x".repeat(100_000) }),
      "JSON, not too long",
    ],
    [
      "a result that is nested without end",
      withEvent({ kind: "returned", at: 0, attempt: 1, value: deep }),
      "trace.events[1].value: expected JSON, not too long",
    ],
    [
      "a detail that is nested without end",
      withEvent({ kind: "failed", at: 0, attempt: 1, error: { name: "E", message: "", details: deep } }),
      "trace.events[1].error: expected an error's name and message",
    ],
    [
      "a result that is no JSON",
      withEvent({ kind: "returned", at: 0, attempt: 1, value: () => 1 }),
      "trace.events[1].value: expected JSON, not too long",
    ],
    ["no trace at all", [], "trace: expected an object"],
  ])("%s is refused, with the part that is wrong", async (_, trace, message) => {
    await expect(replay(trace)).rejects.toThrow(message);
    await expect(replay(trace)).rejects.toBeInstanceOf(Error);
  });

  it("F-075 __proto__ is a key like any unknown one, wherever it stands", async () => {
    const text = JSON.stringify(kept);
    for (const place of ['"format"', '"schedule"', '"kind"', '"message"']) {
      const hostile = JSON.parse(text.replace(place, `"__proto__":{"version":1,"at":0},${place}`)) as object;
      await expect(replay(hostile)).rejects.toMatchObject({ code: "INVALID_OPTION" });
    }
    expect(({} as { version?: number }).version).toBeUndefined();
  });

  it("F-074 says nothing by what it inherits", async () => {
    const { version: _, ...rest } = kept;
    await expect(replay(Object.assign(Object.create({ version: 1 }), rest))).rejects.toThrow("trace.version");
  });
});
