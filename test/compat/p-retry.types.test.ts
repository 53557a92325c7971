import type * as PRetry from "p-retry";
import { describe, expect, expectTypeOf, it } from "vitest";
import type { PRetryOptions } from "../../src/compat/p-retry.ts";
import * as ours from "../../src/compat/p-retry.ts";
import { complaintsAbout } from "../docs/compile.ts";

/** What users of p-retry write. */
const written = (from: string): string => `
import pRetry, { AbortError, makeRetriable, type Options, type RetryContext } from "${from}";
import * as all from "${from}";
import { default as again } from "${from}";

interface User {
  readonly name: string;
}
declare const load: (id: number, signal?: AbortSignal) => Promise<User>;

const log = ({ error, attemptNumber, retriesLeft, retriesConsumed }: RetryContext): void =>
  console.log(error.message, attemptNumber.toFixed(), retriesLeft + retriesConsumed);
const options: Options = { retries: 5, factor: 2, minTimeout: 100, maxTimeout: 1_000, randomize: true, onFailedAttempt: log };

export const user: Promise<User> = pRetry(() => load(7), options);
export const sync: Promise<number> = pRetry((attemptNumber) => attemptNumber * 2);
export const explicit: Promise<string | number> = pRetry<string | number>(async () => "seven", { retries: Infinity });
export const asked: Promise<void> = pRetry(async () => {}, {
  signal: new AbortController().signal,
  unref: true,
  maxRetryTime: 60_000,
  onFailedAttempt: async ({ error }) => {
    if (error instanceof RangeError) throw error;
  },
  shouldRetry: async ({ error }) => !(error instanceof AbortError),
  shouldConsumeRetry: ({ retriesLeft }) => retriesLeft > 1,
});
export const thrown = pRetry<User>(() => {
  throw new AbortError(new Error("no such user"));
});
export const original: Error = new AbortError("text").originalError;
export const name: "AbortError" = new AbortError("text").name;

export const retrying: (id: number, signal?: AbortSignal) => Promise<User> = makeRetriable(load, options);
export const named: (id: number) => Promise<User> = makeRetriable<[number], User>(load, { retries: 1 });
export const stranger: Promise<number> = all.default(() => 1);
export const third: typeof pRetry = again;
export const wrapped = async (run: () => Promise<User>, given: Options = {}): Promise<User> => pRetry(run, { ...given, retries: 2 });

// @ts-expect-error: a number of retries is a number
void pRetry(() => 1, { retries: "3" });
// @ts-expect-error: there is no such option
void pRetry(() => 1, { tries: 3 });
// @ts-expect-error: nothing to call
void pRetry(3);
`;

describe("the types of the drop-in", () => {
  it("take all that a user of p-retry writes, as p-retry does", () => {
    const modules = new Map([
      ["test/compat/genuine-user.ts", written("p-retry")],
      ["test/compat/our-user.ts", written("ostinato/p-retry")],
    ]);
    expect(Object.fromEntries(complaintsAbout(modules))).toEqual({
      "test/compat/genuine-user.ts": [],
      "test/compat/our-user.ts": [],
    });
  });

  it("stand in for those of p-retry", () => {
    expectTypeOf(ours.default).toExtend<typeof PRetry.default>();
    expectTypeOf(ours.makeRetriable).toExtend<typeof PRetry.makeRetriable>();
    expectTypeOf<typeof ours.AbortError>().toEqualTypeOf<typeof PRetry.AbortError>();
    expectTypeOf<ours.Options>().toEqualTypeOf<PRetry.Options>();
    expectTypeOf<ours.RetryContext>().toEqualTypeOf<PRetry.RetryContext>();
    expectTypeOf<PRetry.Options>().toExtend<PRetryOptions>();
  });

  it("keep this and overloads of arguments", () => {
    const find = ours.makeRetriable(function (this: Map<string, number>, key: string) {
      return this.get(key);
    });
    expectTypeOf(find).thisParameter.toEqualTypeOf<Map<string, number>>();
    expectTypeOf(find).returns.toEqualTypeOf<Promise<number | undefined>>();
  });
});
