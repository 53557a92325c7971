import { describe, expect } from "vitest";
import { InvalidOptionError } from "../../src/core/invalid-option.ts";
import { policy } from "../../src/policy/policy.ts";
import { wrap as ours } from "../../src/retry/wrap.ts";
import { trap } from "../support/trap.ts";
import { failing, rejection } from "./scene.ts";

describe("unknown options are refused with a suggestion", () => {
  for (const [key, hint] of [
    ["retires", "attempts"],
    ["attemps", 'did you mean "attempts"?'],
    ["totalTimeuot", 'did you mean "totalTimeout"?'],
    ["onretry", 'did you mean "onRetry"?'],
    ["shouldRetry", "policy: expected only the options schedule, attempts"],
    ["retries", '"attempts" counts calls, the first included'],
    ["maxRetries", '"attempts" counts calls, the first included'],
    ["max_retries", '"attempts" counts calls, the first included'],
    ["limit", '"attempts" counts calls, the first included'],
    ["times", '"attempts" counts calls, the first included'],
    ["timeout", 'there are "attemptTimeout" and "totalTimeout"'],
    ["delay", 'a "schedule" says how long to wait'],
    ["signal", "it belongs in the third argument"],
    ["clock", "it belongs in the third argument"],
    ["random", "it belongs in the third argument"],
    ["unref", "it belongs in the third argument"],
    ["toString", 'got "toString"'],
    ["constructor", 'got "constructor"'],
  ] as const) {
    trap(`F-077 ${key}: ${hint}`, async ({ retry, clock }) => {
      const operation = failing([], "done");
      const options = { [key]: 3 } as never;
      const error = await clock.runUntil(rejection(retry(operation, options, { clock })));
      expect(error).toBeInstanceOf(InvalidOptionError);
      expect((error as Error).message).toContain(hint);
      expect(operation.calls).toBe(0);
      expect(() => policy(options)).toThrow(hint);
      expect(() => ours(operation, options)).toThrow(hint);
    });
  }

  trap("F-075 __proto__ in a policy that was read from JSON is refused", async ({ retry, clock }) => {
    const options = JSON.parse('{ "attempts": 2, "__proto__": { "attempts": 1 } }') as object;
    const error = await clock.runUntil(rejection(retry(failing([], "done"), options, { clock })));
    expect(error).toMatchObject({ code: "INVALID_OPTION", option: "policy" });
    expect(({} as { attempts?: number }).attempts).toBe(undefined);
  });
});
