import { describe, expect, it } from "vitest";
import { InvalidOptionError } from "../../src/core/invalid-option.ts";
import { fixed } from "../../src/core/sources.ts";
import { permanent } from "../../src/policy/errors.ts";
import { fail, never, ok, ScriptEndError, type ScriptStep } from "../../src/testing/script.ts";
import { simulate } from "../../src/testing/simulate.ts";

const policy = { attempts: 9, schedule: fixed(10) };
const endingOf = (script: unknown): Promise<unknown> =>
  simulate(policy, script as ScriptStep<string>[]).then(
    ({ timeline }) => timeline,
    (error: unknown) => error,
  );

describe("a step", () => {
  it("of success has a value and takes no time unless told otherwise", () => {
    expect(ok("saved")).toEqual({ kind: "ok", value: "saved", takes: 0 });
    expect(ok(undefined, "2s")).toEqual({ kind: "ok", value: undefined, takes: 2_000 });
  });

  it("of failure has an error and takes no time unless told otherwise", () => {
    const error = new Error("busy");
    expect(fail(error)).toEqual({ kind: "fail", error, takes: 0 });
    expect(fail("busy", 1.5)).toEqual({ kind: "fail", error: "busy", takes: 1.5 });
  });

  it("of failure makes an error of its own where none is given", () => {
    const [a, b] = [fail(), fail(undefined, "1m")] as { error: Error; takes: number }[];
    expect([a!.error.message, a!.takes, b!.takes]).toEqual(["scripted failure", 0, 60_000]);
    expect(a!.error).not.toBe(b!.error);
  });

  it("that never settles has nothing else", () => {
    expect(never()).toEqual({ kind: "never" });
  });

  it.each([Number.NaN, -1, Infinity, "soon", null, 5n])("may not take %o", (takes) => {
    expect(() => ok("saved", takes as never)).toThrow(InvalidOptionError);
    expect(() => fail("busy", takes as never)).toThrow("takes: expected a duration");
  });
});

describe("a script", () => {
  it("repeats its last step if that succeeds", async () => {
    const results = { attempts: 4, schedule: fixed(10), retryResult: () => true };
    expect((await simulate(results, [ok("running")])).attempts).toBe(4);
  });

  it("repeats its last step if that never settles", async () => {
    const limited = { attempts: 3, schedule: fixed(10), attemptTimeout: 5 };
    expect((await simulate(limited, [fail(), never()])).timeline).toBe("x 10ms x 10ms x (attempts)");
  });

  it("that ends with a failure and is asked for more fails loudly", async () => {
    const error = (await endingOf([fail(), fail()])) as ScriptEndError;
    expect(error).toBeInstanceOf(ScriptEndError);
    expect([error.code, error.name]).toEqual(["SCRIPT_END", "ScriptEndError"]);
    expect(error.message).toBe(
      "The script has 2 steps and attempt 3 was made: script every attempt, or let it end with ok(…) or never(), " +
        "which repeat",
    );
  });

  it("that ends with its only failure says so", async () => {
    expect(await endingOf([fail()])).toMatchObject({
      message: expect.stringMatching(/^The script has one step and att/),
    });
  });

  it("that runs out is no failure for the policy to judge", async () => {
    const questions: unknown[] = [];
    const curious = { ...policy, retryIf: (error: unknown) => questions.push(error) > 0 };
    await expect(simulate(curious, [fail("busy")])).rejects.toThrow(ScriptEndError);
    expect(questions).toEqual(["busy"]);
  });

  it("that ends with the last attempt is long enough", async () => {
    expect(await endingOf(Array.from({ length: 9 }, () => fail()))).toMatch(/x \(attempts\)$/);
  });

  it("may be written as data", async () => {
    const script = JSON.parse('[{"kind":"fail","error":"busy","takes":5},{"kind":"ok","value":"saved","takes":0}]');
    expect(await endingOf(script)).toBe("x 10ms o");
  });

  it("may fail with undefined, written as data", async () => {
    const script = [{ kind: "fail", error: undefined, takes: 0 } as const];
    const { outcome } = await simulate({ attempts: 1 }, script);
    expect(outcome).toEqual({ ok: false, error: undefined, reason: "attempts", attempts: 1, elapsed: 0 });
  });

  it("that is changed during the run changes nothing", async () => {
    const script: ScriptStep<string>[] = [fail(), never(), fail("busy", 5), ok("saved")];
    const onAttempt = (): void => {
      for (const step of script) Object.assign(step, { kind: "fail", error: permanent("changed"), takes: 1 });
      script.length = 0;
    };
    const run = await simulate({ ...policy, attemptTimeout: 7, onAttempt }, script);
    expect([run.timeline, run.starts]).toEqual(["x 10ms x 10ms x 10ms o", [0, 10, 27, 42]]);
  });

  it.each([
    ["nothing", undefined],
    ["null", null],
    ["text", "ok"],
    ["a step that stands alone", ok("saved")],
    ["an iterator", [ok("saved")].values()],
    ["an empty list", []],
    ["a list of holes", Array(2)],
    ["a list with a hole", Object.assign(Array(3), { 0: ok("saved"), 2: ok("saved") })],
    ["a list of nothing", [undefined]],
    ["a list of null", [null]],
    ["a list of functions", [ok]],
    ["a list of values", ["saved"]],
    ["a step of no kind", [{}]],
    ["a step of another kind", [{ kind: "maybe", takes: 0 }]],
    ["a step of an inherited kind", [Object.create(ok("saved"))]],
  ])("is refused if it is %s", async (_, script) => {
    expect(await endingOf(script)).toMatchObject({
      code: "INVALID_OPTION",
      option: "script",
      message: expect.stringContaining("expected a list of steps made with ok, fail or never"),
    });
  });

  it.each([undefined, Number.NaN, -1, "soon"])("is refused if a step takes %o", async (takes) => {
    for (const step of [{ kind: "ok", value: 1 }, { kind: "fail" }]) {
      expect(await endingOf([{ ...step, takes }])).toMatchObject({ code: "INVALID_OPTION", option: "takes" });
    }
  });
});
