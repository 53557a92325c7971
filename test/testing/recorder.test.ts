import { afterEach, describe, expect, it, vi } from "vitest";
import {
  type Env,
  exponential,
  fixed,
  fullJitter,
  permanent,
  type PolicyOptions,
  retry,
  retryBudget,
  type Schedule,
  schedule,
  settle,
  wrap,
} from "../../src/index.ts";
import { recorder, virtualClock } from "../../src/testing/index.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

const second = { schedule: fixed("1s") };

/** Runs an operation under a recorder in virtual time. */
async function taped(
  operation: Parameters<typeof settle>[0],
  rules: PolicyOptions = second,
  tape = recorder(),
  env: Env = {},
) {
  const clock = virtualClock();
  const outcome = await clock.runUntil(settle(operation, rules, { clock, random: () => 0.5, trace: tape, ...env }));
  return { tape, outcome, clock, events: tape.toJSON().events };
}

const failing = (...errors: readonly unknown[]): (() => Promise<string>) => {
  const left = [...errors];
  return () => (left.length > 0 ? Promise.reject(left.shift()) : Promise.resolve("done"));
};

describe("a recorder", () => {
  it("takes down the policy's data, the draws, the outcomes, the answers, the decisions, and when", async () => {
    const rules: PolicyOptions = {
      schedule: schedule(exponential("100ms"), fullJitter),
      attemptTimeout: "2s",
      totalTimeout: "1m",
      retryIf: () => true,
    };
    const { tape } = await taped(failing(Object.assign(new RangeError("far"), { code: "EFAR" })), rules);
    expect(tape.toJSON()).toEqual({
      format: "ostinato-trace",
      version: 1,
      policy: {
        schedule: "exponential 100ms x2, full jitter",
        attempts: 3,
        attemptTimeout: "2s",
        totalTimeout: "1m",
        functions: ["retryIf"],
        routes: [],
      },
      wallNow: 0,
      events: [
        { at: 0, kind: "attempt", attempt: 1 },
        { at: 0, kind: "failed", attempt: 1, error: { name: "RangeError", code: "EFAR", message: "far" } },
        { at: 0, kind: "asked", option: "retryIf", answer: true },
        { at: 0, kind: "drawn", draw: 0.5 },
        { at: 0, kind: "asked", option: "schedule", answer: 50 },
        { at: 0, kind: "retry", delay: 50, from: "schedule" },
        { at: 50, kind: "timer" },
        { at: 50, kind: "attempt", attempt: 2 },
        { at: 50, kind: "returned", attempt: 2 },
        { at: 50, kind: "end", reason: "value", attempts: 2 },
      ],
    });
    expect(tape.timeline).toBe("x 50ms o");
  });

  it("says which functions there were, how many routes, and leaves out a schedule without notation", async () => {
    const own: Schedule = { name: "mine", delay: () => 7, bounds: () => ({ min: 7, max: 7 }) };
    const rules: PolicyOptions = {
      schedule: own,
      attempts: Infinity,
      retryResult: () => false,
      delayHint: () => undefined,
      budget: retryBudget({ capacity: 9 }),
      routes: [
        [() => false, { attempts: 2, schedule: own }],
        [() => true, { delayHint: () => ({ delay: 5, spread: 10, atMost: Infinity }) }],
      ],
    };
    const { tape, events } = await taped(failing("busy"), rules);
    expect(tape.toJSON().policy).toEqual({
      attempts: "Infinity",
      functions: ["retryResult", "delayHint", "budget", "routes[0].schedule", "routes[1].delayHint"],
      routes: [2, "Infinity"],
    });
    expect(events.filter(({ kind }) => kind === "asked" || kind === "drawn")).toEqual([
      { at: 0, kind: "asked", option: "routes[0]", answer: false },
      { at: 0, kind: "asked", option: "routes[1]", answer: true },
      {
        at: 0,
        kind: "asked",
        option: "routes[1].delayHint",
        answer: { delay: 5, spread: 10, atMost: "Infinity" },
        wallNow: 0,
      },
      { at: 0, kind: "asked", option: "schedule", answer: 7 },
      { at: 0, kind: "drawn", draw: 0.5 },
      { at: 0, kind: "asked", option: "budget", answer: 1 },
      { at: 10, kind: "asked", option: "retryResult", answer: false },
    ]);
  });

  it("takes down what functions throw, what nonsense they answer, and chance that is none", async () => {
    const broken: PolicyOptions = {
      retryIf: () => {
        throw new TypeError("broken");
      },
    };
    expect((await taped(failing("busy"), broken)).events).toContainEqual(
      expect.objectContaining({ option: "retryIf", threw: { name: "TypeError", message: "broken" } }),
    );
    const silly = await taped(failing("busy"), { retryIf: (() => "secret") as never });
    expect(silly.events).toContainEqual(expect.objectContaining({ option: "retryIf", useless: "string" }));
    const jittered = { schedule: schedule(fixed("1s"), fullJitter) };
    const strange = await taped(failing("busy"), jittered, recorder(), { random: () => NaN });
    expect(strange.events).toContainEqual({ at: 0, kind: "drawn" });
    const chance = (): never => {
      throw new Error("no chance");
    };
    const none = await taped(failing("busy"), jittered, recorder(), { random: chance });
    expect(none.events).toContainEqual({ at: 0, kind: "drawn", threw: { name: "Error", message: "no chance" } });
    expect(none.outcome).toMatchObject({ reason: "policy-error" });
  });

  it("takes down when the caller leaves: before, in a hook, in the operation, in a wait", async () => {
    const left = new Error("left");
    const error = { name: "Error", message: "left" };
    const controllers = Array.from({ length: 4 }, () => new AbortController());
    const [before, hook, operation, wait] = controllers as [
      AbortController,
      AbortController,
      AbortController,
      AbortController,
    ];
    before.abort(left);
    const aborts = [
      await taped(failing(), second, recorder(), { signal: before.signal }),
      await taped(failing(), { onAttempt: () => hook.abort(left) }, recorder(), { signal: hook.signal }),
      await taped(() => (operation.abort(left), new Promise(() => {})), second, recorder(), {
        signal: operation.signal,
      }),
      await taped(failing("busy"), { ...second, onRetry: () => queueMicrotask(() => wait.abort(left)) }, recorder(), {
        signal: wait.signal,
      }),
    ].map(({ events }) => events.find(({ kind }) => kind === "abort"));
    expect(aborts).toEqual([
      { at: 0, kind: "abort", error },
      { at: 0, kind: "abort", error, inside: "function" },
      { at: 0, kind: "abort", error, inside: "operation" },
      { at: 0, kind: "abort", error },
    ]);
  });

  it("F-082 keeps name, code and message of an error, nothing else of it, no argument and no result", async () => {
    const tape = recorder();
    const error = Object.assign(new Error("HTTP 503"), {
      code: "E503",
      config: { headers: { Authorization: "s3cret" } },
    });
    const call = wrap(
      async (token: string) => {
        if (tape.toJSON().events.length < 3) throw error;
        return { token };
      },
      { schedule: fixed(0) },
      { trace: tape },
    );
    await call("s3cret");
    expect(JSON.stringify(tape)).toContain('"name":"Error","code":"E503","message":"HTTP 503"');
    expect(JSON.stringify(tape)).not.toContain("s3cret");
  });

  it("F-083 cuts a message of ten megabytes, and a name and a code as well", async () => {
    const long = "x".repeat(10_000_000);
    const error = Object.assign(new Error(long), { name: long, code: long });
    const { tape } = await taped(failing(permanent(error)));
    expect(JSON.stringify(tape).length).toBeLessThan(10_000);
    expect(tape.toJSON().events[1]).toMatchObject({ error: { permanent: true, message: `${"x".repeat(1_000)}…` } });
  });

  it("reads any error without falling over it", async () => {
    const hostile = new Proxy(
      {},
      {
        get: () => {
          throw new Error("a trap");
        },
      },
    );
    const { events } = await taped(failing(undefined, hostile), { ...second, attempts: 2 });
    expect(events.filter(({ kind }) => kind === "failed")).toMatchObject([
      { error: { name: "undefined", message: "undefined" } },
      { error: { name: "object", message: "cannot be read" } },
    ]);
  });

  it("lets a redaction choose what is kept of errors, and add details", async () => {
    const tape = recorder({
      redact: ({ name }, error) => ({
        name,
        message: "hidden",
        details: { status: (error as { status: number }).status },
      }),
    });
    const { events } = await taped(failing(Object.assign(new Error("secret"), { status: 503 })), second, tape);
    expect(events[1]).toMatchObject({ error: { name: "Error", message: "hidden", details: { status: 503 } } });
    expect(JSON.stringify(tape)).not.toContain("secret");
  });

  it.each([
    ["throws", () => expect.fail("a redaction's own")],
    ["answers nonsense", () => undefined as never],
  ])("keeps nothing of an error whose redaction %s", async (_, redact) => {
    const { events, outcome } = await taped(failing(new Error("secret")), second, recorder({ redact }));
    expect(events[1]).toMatchObject({ error: { name: "Error", message: "redacted, for the redaction failed" } });
    expect(outcome).toMatchObject({ ok: true, attempts: 2 });
  });

  it("keeps of results what it is told to, if that is JSON and not too long", async () => {
    const kept = async (value: (result: unknown) => unknown): Promise<unknown> =>
      (await taped(failing(), second, recorder({ value }))).events[1];
    expect(await kept((result) => ({ result }))).toMatchObject({ value: { result: "done" } });
    const without = { at: 0, kind: "returned", attempt: 1 };
    expect(await kept(() => "x".repeat(10_000))).toEqual(without);
    expect(await kept(() => undefined)).toEqual(without);
    expect(await kept(() => 1n)).toEqual(without);
  });

  it("keeps runs apart that go on at the same time, and asks which one is meant", async () => {
    const tape = recorder();
    expect(() => tape.toJSON()).toThrow(expect.objectContaining({ code: "NO_RUN" }));
    const clock = virtualClock();
    const each = (errors: number): Promise<unknown> =>
      retry(failing(...Array.from({ length: errors }, () => "busy")), second, { clock, trace: tape });
    await clock.runUntil(Promise.all([each(1), each(2), each(0)]));
    expect(tape.traces.map(({ events }) => events.filter(({ kind }) => kind === "retry").length)).toEqual([1, 2, 0]);
    expect(() => tape.timeline).toThrow("has recorded 3 runs: take one of its traces");
    expect(() => JSON.stringify(tape)).toThrow(expect.objectContaining({ code: "SEVERAL_RUNS" }));
  });

  it("keeps the latest runs only", async () => {
    const tape = recorder({ runs: 2 });
    for (const result of [1, 2, 3]) await retry(async () => result, { attempts: result }, { trace: tape });
    expect(tape.traces.map(({ policy }) => policy.attempts)).toEqual([2, 3]);
  });

  it("keeps a hundred thousand events of a run, and no more", async () => {
    const tape = recorder();
    const controller = new AbortController();
    let calls = 0;
    const hot = (): never => {
      if (++calls === 30_000) controller.abort();
      throw "busy" as never;
    };
    await settle(hot, { attempts: Infinity, schedule: fixed(0) }, { trace: tape, signal: controller.signal });
    expect(tape.toJSON().events).toHaveLength(100_000);
    expect(tape.timeline).toMatch(/^x 0ms x 0ms/);
  });

  it("shows a run as far as it has come, in a copy that does not grow", async () => {
    const tape = recorder();
    const clock = virtualClock();
    const running = retry(failing("busy"), second, { clock, trace: tape });
    await clock.advance("1ms");
    const early = tape.toJSON();
    expect(tape.timeline).toBe("x 1s");
    await clock.runUntil(running);
    expect(early.events).toHaveLength(4);
    expect(tape.timeline).toBe("x 1s o");
  });

  it("takes nothing down after the end, such as what an abandoned attempt comes to", async () => {
    const clock = virtualClock();
    const tape = recorder();
    const slow = (): Promise<string> => new Promise((resolve) => clock.schedule(50, () => resolve("late")));
    await clock.runUntil(settle(slow, { attempts: 1, attemptTimeout: 10 }, { clock, trace: tape }));
    await clock.advance("1s");
    expect(tape.toJSON().events.at(-1)).toMatchObject({ kind: "end", reason: "attempts", at: 10 });
  });

  it("records on the machine's clock, where a limit grants a turn, and whatever the operation answers", async () => {
    const tape = recorder();
    const answers = [() => new Promise(() => {}), () => Promise.reject(new Error("busy")), () => "plain"];
    await retry(() => answers.shift()!(), { attemptTimeout: 5, schedule: fixed(1) }, { trace: tape });
    const kinds = tape.toJSON().events.map(({ kind }) => kind);
    expect(kinds.join(" ")).toBe(
      "attempt timer asked retry timer attempt failed asked retry timer attempt returned end",
    );
    const [first, ...others] = tape.toJSON().events.map(({ at }) => at);
    expect(first).toBeGreaterThanOrEqual(0);
    expect(others.every((at, index) => at >= [first!, ...others][index]!)).toBe(true);
  });

  it("hears nothing of hot retries but what happens, and lets go of the signal", async () => {
    const { signal } = new AbortController();
    const removed = vi.spyOn(signal, "removeEventListener");
    await taped(failing("busy"), { schedule: fixed(0) }, recorder(), { signal });
    expect(removed).toHaveBeenCalled();
  });

  it.each([
    ["redact", "all"],
    ["value", 1],
    ["runs", 0],
    ["runs", Infinity],
  ])("F-077 %s: %j is refused", (option, value) => {
    expect(() => recorder({ [option]: value })).toThrow(expect.objectContaining({ code: "INVALID_OPTION", option }));
  });
});
