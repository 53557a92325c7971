import { describe, expect, it } from "vitest";
import { type AttemptContext, retry } from "../../src/index.ts";

const NAMES = [
  "attempt",
  "attempts",
  "isLast",
  "signal",
  "remaining",
  "elapsed",
  "previousDelay",
  "previousError",
  "idempotencyKey",
] as const satisfies readonly (keyof AttemptContext)[];

const contextOf = (): Promise<AttemptContext> => retry((attempt) => attempt);

describe("the context of an attempt", () => {
  it("can be taken apart", async () => {
    const { attempt, attempts, isLast, remaining, elapsed, previousDelay, previousError } = await contextOf();
    expect({ attempt, attempts, isLast, remaining, elapsed, previousDelay, previousError }).toEqual({
      attempt: 1,
      attempts: 3,
      isLast: false,
      remaining: Infinity,
      elapsed: 0,
      previousDelay: 0,
      previousError: undefined,
    });
  });

  it("has all that its type promises, on its prototype", async () => {
    const context = await contextOf();
    expect(NAMES.filter((name) => name in context)).toEqual(NAMES);
  });

  it("cannot be spread: no getter is copied, though the type cannot tell", async () => {
    const context = await contextOf();
    const spread: Partial<AttemptContext> = { ...context };
    expect(spread).toEqual({});
    expect(spread.attempt).toBeUndefined();
  });
});
