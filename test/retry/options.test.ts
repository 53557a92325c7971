import { shown } from "../support/host.ts";
import { describe, expect } from "vitest";
import { InvalidOptionError } from "../../src/core/invalid-option.ts";
import { policy } from "../../src/policy/policy.ts";
import { settle } from "../../src/retry/retry.ts";
import { wrap as ours, wrapWithAttempt } from "../../src/retry/wrap.ts";
import { trap } from "../support/trap.ts";
import { failing, rejection } from "./scene.ts";

const busy = new Error("busy");
const checks = { cannot: "undefined gives it its defaults, too" };

describe("rule 1e undefined means left out", () => {
  trap("of every option, and of the options themselves", checks, async ({ retry, clock }) => {
    const names = Object.keys(policy());
    const options = Object.fromEntries(names.map((name) => [name, undefined]));
    const env = { clock, random: undefined, signal: undefined, unref: undefined };
    for (const each of [options, undefined]) {
      const operation = failing([busy]);
      expect(await clock.runUntil(rejection(retry(operation, each, env)))).toBe(busy);
      expect(operation.calls).toBe(3);
    }
    expect(names).toHaveLength(14);
  });
});

describe("7 options are checked at the door", () => {
  const refused: readonly (readonly [option: string, value: unknown])[] = [
    ...[NaN, 0, -1, 1.5, 2.5, "3", null, 2 ** 53, -Infinity, 3n, true, {}, [3]].map((v) => ["attempts", v] as const),
    ...["attemptTimeout", "totalTimeout"].flatMap((name) =>
      [NaN, -1, -Infinity, "5", "-5s", "5 s", "3 parsecs", "", null, 5n, true, {}, []].map((v) => [name, v] as const),
    ),
    ...["exponential 200ms", null, 42, {}, { name: "x", delay: 5, bounds: () => {} }, () => 5].map(
      (v) => ["schedule", v] as const,
    ),
    ...["retryIf", "retryResult", "delayHint", "onAttempt", "onRetry", "onSuccess", "onGiveUp", "onLate"].flatMap(
      (name) => [null, true, "always", {}].map((v) => [name, v] as const),
    ),
  ];
  const row = (option: string): string => (option === "attempts" ? "F-015 T11 T12 rule 4c rule 1d " : "rule 1d ");
  for (const [option, value] of refused) {
    trap(`${row(option)}${option}: ${shown(value)} is refused before any call`, async ({ retry, clock }) => {
      const operation = failing([busy]);
      const options = { [option]: value } as never;
      const error = await clock.runUntil(rejection(retry(operation, options, { clock })));
      expect(error).toBeInstanceOf(InvalidOptionError);
      expect(error).toMatchObject({ code: "INVALID_OPTION" });
      expect((error as InvalidOptionError).option.split(".")[0]).toBe(option);
      expect((error as Error).message).toContain(option);
      expect(operation.calls).toBe(0);
      expect(await rejection(settle(operation, options))).toMatchObject({
        option: (error as InvalidOptionError).option,
      });
      expect(() => policy(options)).toThrow(InvalidOptionError);
      expect(() => ours(operation, options)).toThrow(InvalidOptionError);
      expect(() => wrapWithAttempt(operation, options)).toThrow(InvalidOptionError);
    });
  }

  for (const options of [null, 3, "3", true, () => {}, Symbol("options")]) {
    trap(`options that are ${shown(options)} are refused`, async ({ retry, clock }) => {
      const operation = failing([], "done");
      const error = await clock.runUntil(rejection(retry(operation, options as never, { clock })));
      expect(error).toMatchObject({ code: "INVALID_OPTION", option: "policy" });
      expect(() => policy(options as never)).toThrow(InvalidOptionError);
    });
  }
});
