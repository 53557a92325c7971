import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { fixed, InvalidOptionError, type Outcome, permanent, type PolicyOptions, settle } from "../../src/index.ts";
import { logHooks, type LogOptions } from "../../src/observe/index.ts";
import { virtualClock } from "../../src/testing/index.ts";
import { failing } from "../retry/scene.ts";
import { lawParameters } from "../support/laws.ts";

const busy = new Error("busy");

/** A logger that keeps its lines, with their level. */
function notebook() {
  const lines: string[] = [];
  const at = (level: string) => (line: string) => void lines.push(`${level} ${line}`);
  return { lines, logger: { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") } };
}

/** The lines of one run in virtual time. */
async function logged<T>(
  operation: () => T | PromiseLike<T>,
  policy: PolicyOptions<T>,
  { signal, ...options }: LogOptions & { readonly signal?: AbortSignal } = {},
): Promise<string[]> {
  const { lines, logger } = notebook();
  const clock = virtualClock();
  const hooks = logHooks(logger, options);
  const run: Promise<Outcome<T>> = settle<T>(
    operation,
    { schedule: fixed("400ms"), ...policy, ...hooks },
    { clock, signal },
  );
  await clock.runUntil(run);
  await clock.advance("1m");
  return lines;
}

describe("a run in a log", () => {
  it("that succeeds in the end", async () => {
    expect(await logged(failing([busy, busy], "done"), { attempts: 5 }, { name: "load user" })).toEqual([
      "debug load user: attempt 1 of 5 starts",
      "warn load user: attempt 1 of 5 failed (Error: busy), next in 400ms",
      "debug load user: attempt 2 of 5 starts",
      "warn load user: attempt 2 of 5 failed (Error: busy), next in 400ms",
      "debug load user: attempt 3 of 5 starts",
      "info load user: attempt 3 of 5 succeeded, 800ms in all",
    ]);
  });

  it("that gives up", async () => {
    expect(await logged(failing([busy]), { attempts: 2 })).toEqual([
      "debug attempt 1 of 2 starts",
      "warn attempt 1 of 2 failed (Error: busy), next in 400ms",
      "debug attempt 2 of 2 starts",
      "error gave up (attempts) after attempt 2 of 2, 400ms in all: Error: busy",
    ]);
  });

  it("that succeeds at once is nothing to speak of", async () => {
    expect(await logged(() => "done", {})).toEqual([
      "debug attempt 1 of 3 starts",
      "debug attempt 1 of 3 succeeded, 0ms in all",
    ]);
  });

  it("without a limit counts to no number", async () => {
    const lines = await logged(failing([busy], "done"), { attempts: Infinity });
    expect(lines[1]).toBe("warn attempt 1 failed (Error: busy), next in 400ms");
  });

  it("that was told to wait says so", async () => {
    const asked = (): { delay: number; spread: number; atMost: number } => ({ delay: 7_000, spread: 0, atMost: 9_000 });
    const lines = await logged(failing([busy], "done"), { delayHint: asked });
    expect(lines[1]).toBe("warn attempt 1 of 3 failed (Error: busy), next in 7s, as asked");
  });

  it("whose attempt was given up and settles in the end", async () => {
    const clock = virtualClock();
    const { lines, logger } = notebook();
    const outcomes = [
      (resolve: (value: string) => void) => resolve("late"),
      (_: unknown, reject: (error: unknown) => void) => reject(busy),
    ];
    let calls = 0;
    const slow = (): Promise<string> => {
      const outcome = outcomes[calls++]!;
      return new Promise((resolve, reject) => clock.schedule(60, () => outcome(resolve, reject)));
    };
    await clock.runUntil(
      settle(slow, { attempts: 2, attemptTimeout: 50, schedule: fixed(0), ...logHooks(logger) }, { clock }),
    );
    await clock.advance("1s");
    expect(lines.filter((line) => line.startsWith("info"))).toEqual([
      "info attempt 1 of 2 succeeded after it had been given up",
      "info attempt 2 of 2 failed (Error: busy) after it had been given up",
    ]);
    expect(lines[1]).toBe(
      "warn attempt 1 of 2 failed (TimeoutError ATTEMPT_TIMEOUT: The attempt took longer than 50ms), next in 0ms",
    );
  });

  it("that was called off is no error, though it never began", async () => {
    expect(await logged(() => "done", {}, { signal: AbortSignal.abort(new Error("cancelled")) })).toEqual([
      "info gave up (aborted) before the first attempt: Error: cancelled",
    ]);
  });

  it("shows the error inside a permanent one", async () => {
    const lines = await logged(() => Promise.reject(permanent(busy)), {});
    expect(lines.at(-1)).toBe("error gave up (not-retryable) after attempt 1 of 3, 0ms in all: Error: busy");
  });
});

describe("a log", () => {
  it("F-082 never holds an argument, a value, or what else an error carries", async () => {
    const secret = { password: "hunter2" };
    const lines = [
      await logged(() => secret, { retryResult: () => true }),
      await logged(() => secret, {}),
      await logged(() => Promise.reject(Object.assign(new Error("refused"), secret)), {}),
      await logged(() => Promise.reject(secret), {}),
    ].flat();
    expect(lines.join("\n")).not.toContain("hunter2");
    expect(lines[1]).toBe("warn attempt 1 of 3 failed (the policy rejects the result), next in 400ms");
  });

  it("holds what the redacting function leaves", async () => {
    const redact = (text: string): string => text.replace(/key-\w+/, "key-…");
    const lines = await logged(() => Promise.reject(new Error("key-123 is wrong")), { attempts: 1 }, { redact });
    expect(lines.at(-1)).toContain("Error: key-… is wrong");
  });

  it("counts right, whatever the attempts and the failures", async () => {
    const law = fc.asyncProperty(
      fc.integer({ min: 1, max: 8 }),
      fc.integer({ min: 0, max: 9 }),
      async (attempts, failures) => {
        const lines = await logged(failing(Array(failures).fill(busy), "done"), { attempts });
        const made = Math.min(attempts, failures + 1);
        const starts = Array.from({ length: made }, (_, index) => `debug attempt ${index + 1} of ${attempts} starts`);
        expect(lines.filter((line) => line.endsWith("starts"))).toEqual(starts);
        expect(lines.filter((line) => line.startsWith("warn"))).toHaveLength(made - 1);
        expect(lines.at(-1)).toContain(`attempt ${made} of ${attempts}`);
        expect(lines.filter((line) => line.startsWith("error"))).toHaveLength(failures < attempts ? 0 : 1);
      },
    );
    await fc.assert(law, lawParameters(30));
  });

  it("goes to the logger's own methods, and leaves out what it has no level for", async () => {
    class Lines {
      readonly #lines: string[] = [];
      #keep = (line: string): void => void this.#lines.push(line);
      info(line: string): void {
        this.#keep(line);
      }
      warn(line: string): void {
        this.#keep(line);
      }
      error(line: string): void {
        this.#keep(line);
      }
      get all(): readonly string[] {
        return this.#lines;
      }
    }
    const lines = new Lines();
    const hooks = logHooks(lines);
    expect(hooks.onAttempt).toBeUndefined();
    await settle(() => "done", hooks);
    await settle(failing([busy]), { attempts: 1, ...hooks });
    expect(lines.all).toHaveLength(1);
  });

  it("may be the console", async () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    await settle(failing([busy], "done"), { schedule: fixed(0), ...logHooks(console) });
    expect(warn.mock.calls).toEqual([["attempt 1 of 3 failed (Error: busy), next in 0ms"]]);
    warn.mockRestore();
  });

  for (const [what, logger, options] of [
    ["no logger", undefined, {}],
    ["a logger without a level", { info: () => {}, warn: () => {} }, {}],
    ["a logger whose level is no function", { ...console, debug: true }, {}],
    ["an unknown option", console, { prefix: "load" }],
    ["a name that is no text", console, { name: 7 }],
    ["a redacting function that is none", console, { redact: /token/ }],
  ] as const) {
    it(`refuses ${what}`, () => {
      expect(() => logHooks(logger as never, options as never)).toThrow(InvalidOptionError);
    });
  }
});
