import { describe, expect, it } from "vitest";
import { fixed } from "../../src/core/sources.ts";
import { policy, type PolicyOptions } from "../../src/policy/policy.ts";
import { trap } from "../support/trap.ts";

/** Runs something while every object seems to have a property. */
async function polluted<T>(key: string, value: unknown, run: () => T | Promise<T>): Promise<T> {
  Reflect.defineProperty(Object.prototype, key, { value, enumerable: true, configurable: true, writable: true });
  try {
    return await run();
  } finally {
    Reflect.deleteProperty(Object.prototype, key);
  }
}

const failing = (): { readonly operation: () => never; readonly calls: () => number } => {
  let calls = 0;
  const operation = (): never => {
    calls++;
    throw new Error("busy");
  };
  return { operation, calls: () => calls };
};

describe("own options only", () => {
  for (const [key, value] of [
    ["attempts", 1],
    ["retryIf", () => false],
    ["totalTimeout", 1],
  ] as const) {
    trap(`F-074 a polluted prototype with ${key} says nothing`, async ({ retry, clock }) => {
      const { operation, calls } = failing();
      const options = key === "attempts" ? { schedule: fixed(10) } : { schedule: fixed(10), attempts: 4 };
      await polluted(key, value, () => clock.runUntil(retry(operation, options, { clock }).catch(() => {})));
      expect(calls()).toBe(key === "attempts" ? 3 : 4);
    });
  }

  it.each([
    ["attemptTimeout", 1],
    ["retryResult", () => true],
    ["delayHint", () => ({ delay: 1e9, spread: 0, atMost: Infinity })],
    ["schedule", fixed(1e9)],
    ["onRetry", () => {}],
    ["retries", 0],
    ["maxRetries", 0],
    ["times", 0],
    ["signal", AbortSignal.abort()],
  ])(
    "F-074 a polluted prototype with %s says nothing [naive loop not tried: it does not read this option]",
    async (key, value) => {
      const made = await polluted(key, value, () => policy({}));
      expect(Object.hasOwn(made, "retries")).toBe(false);
      expect({ ...made, schedule: made.schedule.name }).toEqual({ ...policy(), schedule: policy().schedule.name });
    },
  );

  it("reads a policy without a prototype", () => {
    expect(policy(Object.assign(Object.create(null), { attempts: 5 }) as PolicyOptions).attempts).toBe(5);
  });

  it("does not read what a literal __proto__ makes it inherit", () => {
    const inheriting = { __proto__: { attempts: 9 }, totalTimeout: "1m" } as PolicyOptions;
    expect(policy(inheriting)).toMatchObject({ attempts: 3, totalTimeout: 60_000 });
  });
});

trap("F-075 __proto__ out of JSON is refused, and changes no prototype", async ({ retry, clock }) => {
  const { operation, calls } = failing();
  const options = JSON.parse('{"__proto__": {"attempts": 9, "retries": 0}}') as PolicyOptions;
  const ending = await clock.runUntil(retry(operation, options, { clock }).catch((error: unknown) => error));
  expect(ending).toMatchObject({ code: "INVALID_OPTION", message: expect.stringContaining('got "__proto__"') });
  expect(calls()).toBe(0);
  expect(({} as { retries?: unknown }).retries).toBeUndefined();
});

trap("F-077 an unknown option is refused before the first call", async ({ retry, clock }) => {
  const { operation, calls } = failing();
  const options = { schedule: fixed(10), retires: 3 } as PolicyOptions;
  const ending = await clock.runUntil(retry(operation, options, { clock }).catch((error: unknown) => error));
  expect(ending).toMatchObject({ code: "INVALID_OPTION", option: "policy" });
  expect((ending as Error).message).toMatch(/got "retires"; "attempts" counts calls, the first included$/);
  expect(calls()).toBe(0);
});

describe("an unknown option", () => {
  const COUNTED = '; "attempts" counts calls, the first included';
  const LIMITED = '; there are "attemptTimeout" and "totalTimeout"';
  const ELSEWHERE = "; it belongs in the third argument";

  it.each([
    ["attempt", '; did you mean "attempts"?'],
    ["Attempts", '; did you mean "attempts"?'],
    ["attemtps", '; did you mean "attempts"?'],
    ["maxAttempts", '; did you mean "attempts"?'],
    ["totalTimeOut", '; did you mean "totalTimeout"?'],
    ["retryif", '; did you mean "retryIf"?'],
    ["onretry", '; did you mean "onRetry"?'],
    ["retries", COUNTED],
    ["maxRetries", COUNTED],
    ["max_retries", COUNTED],
    ["limit", COUNTED],
    ["times", COUNTED],
    ["retires", COUNTED],
    ["timeout", LIMITED],
    ["timeouts", LIMITED],
    ["delay", '; a "schedule" says how long to wait'],
    ["signal", ELSEWHERE],
    ["clock", ELSEWHERE],
    ["random", ELSEWHERE],
    ["unref", ELSEWHERE],
    ["constructor", ""],
    ["toString", ""],
    ["xyzzy", ""],
  ])("named %s is refused with the hint %j", (key, hint) => {
    const given = Object.defineProperty({}, key, { value: 3, enumerable: true });
    const message =
      "policy: expected only the options schedule, attempts, attemptTimeout, totalTimeout, retryIf, retryResult, " +
      `delayHint, routes, budget, onAttempt, onRetry, onSuccess, onGiveUp, onLate, got ${JSON.stringify(key)}${hint}`;
    expect(() => policy(given)).toThrow(expect.objectContaining({ message }));
  });

  it("is refused even when it is undefined: it is a mistake all the same", () => {
    expect(() => policy({ retries: undefined } as PolicyOptions)).toThrow('got "retries"');
  });

  it("of a thousand letters is shown in part", () => {
    expect(() => policy({ ["x".repeat(1_000)]: 1 })).toThrow(/got "x{59}…$/);
  });
});
