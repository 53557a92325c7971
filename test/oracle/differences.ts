import pRetry, { AbortError } from "p-retry";
import { expect } from "vitest";
import { cap, exponential, fixed, fullJitter, schedule } from "../../src/core/index.ts";
import { permanent } from "../../src/policy/errors.ts";
import type { PolicyOptions } from "../../src/policy/policy.ts";
import { retry } from "../../src/retry/retry.ts";
import { LEFT } from "./plan.ts";

/** What is seen of a run within ten minutes: how many calls, how it ends, and after how many milliseconds. */
export type Seen = readonly [calls: number, ends: string, at: number | undefined];

/** One call of the operation. */
type Call = () => unknown;

/** A difference, as it can be seen from outside. */
export interface Difference {
  readonly theirs: (call: Call) => Promise<unknown>;
  readonly they: Seen;
  readonly ours: (call: Call) => Promise<unknown>;
  readonly we: Seen;
  /** What the operation does; unless told otherwise it fails with the error "busy". */
  readonly operation?: () => unknown;
  /** The first draw of `Math.random` and all others. */
  readonly draw?: number;
}

export const failing = (): never => {
  throw new Error("busy");
};
const mistaken = (): never => {
  throw new Error("my mistake");
};
const after = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));
const never = (): Promise<never> => new Promise(() => {});
const hanging: () => unknown = never;
const leavingAt = (milliseconds: number): AbortSignal => {
  const controller = new AbortController();
  setTimeout(() => controller.abort(LEFT), milliseconds);
  return controller.signal;
};

const steady = { retries: 2, minTimeout: 100, factor: 1 };
const steadily: PolicyOptions = { attempts: 3, schedule: fixed(100) };
const growing = (maxTimeout: number): PolicyOptions => ({
  attempts: 4,
  schedule: schedule(exponential(100), cap(maxTimeout), fullJitter),
});

/** Where ours differs from p-retry 7 on purpose: what each does. */
export const DIFFERENCES: Readonly<Record<string, Difference>> = {
  "an error that is no Error is retried, and stays what it is": {
    operation: () => Promise.reject("busy"),
    theirs: (call) => pRetry(call, steady),
    they: [1, 'TypeError: Non-error was thrown: "busy". You should only throw errors.', 0],
    ours: (call) => retry(call, steadily),
    we: [3, "busy", 200],
  },
  "a TypeError that is none of the network is an error like any other": {
    operation: () => Promise.reject(new TypeError("x is undefined")),
    theirs: (call) => pRetry(call, steady),
    they: [1, "TypeError: x is undefined", 0],
    ours: (call) => retry(call, steadily),
    we: [3, "TypeError: x is undefined", 200],
  },
  "a hook that throws changes nothing": {
    theirs: (call) => pRetry(call, { ...steady, onFailedAttempt: mistaken }),
    they: [1, "Error: my mistake", 0],
    ours: (call) => retry(call, { ...steadily, onRetry: mistaken }),
    we: [3, "Error: busy", 200],
  },
  "a hook that takes its time is not waited for": {
    theirs: (call) => pRetry(call, { ...steady, onFailedAttempt: () => after(1_000) }),
    they: [3, "Error: busy", 3_200],
    ours: (call) => retry(call, { ...steadily, onRetry: () => void after(1_000), onGiveUp: () => void after(1_000) }),
    we: [3, "Error: busy", 200],
  },
  "a hook that never settles holds nobody up": {
    theirs: (call) => pRetry(call, { ...steady, onFailedAttempt: never }),
    they: [1, "not yet", undefined],
    ours: (call) => retry(call, { ...steadily, onRetry: hanging }),
    we: [3, "Error: busy", 200],
  },
  "a predicate that throws does not hide the error": {
    theirs: (call) => pRetry(call, { ...steady, shouldRetry: mistaken }),
    they: [1, "Error: my mistake", 0],
    ours: (call) => retry(call, { ...steadily, retryIf: mistaken }),
    we: [1, "PolicyFunctionError: retryIf threw, after Error: busy", 0],
  },
  "a predicate answers at once, not with a promise": {
    theirs: (call) => pRetry(call, { ...steady, shouldRetry: async () => false }),
    they: [1, "Error: busy", 0],
    ours: (call) => retry(call, { ...steadily, retryIf: (async () => false) as never }),
    we: [
      1,
      "PolicyFunctionError: retryIf must answer with true or false, got an instance of Promise, after Error: busy",
      0,
    ],
  },
  "an abort is heard during an attempt": {
    operation: () => after(300).then(failing),
    theirs: (call) => pRetry(call, { ...steady, signal: leavingAt(30) }),
    they: [1, "Error: the caller left", 300],
    ours: (call) => retry(call, steadily, { signal: leavingAt(30) }),
    we: [1, "Error: the caller left", 30],
  },
  "an abort is heard during an attempt that would have succeeded": {
    operation: () => after(300).then(() => "saved"),
    theirs: (call) => pRetry(call, { ...steady, signal: leavingAt(30) }),
    they: [1, "Error: the caller left", 300],
    ours: (call) => retry(call, steadily, { signal: leavingAt(30) }),
    we: [1, "Error: the caller left", 30],
  },
  "an abort is heard during an attempt that never settles": {
    operation: never,
    theirs: (call) => pRetry(call, { ...steady, signal: leavingAt(30) }),
    they: [1, "not yet", undefined],
    ours: (call) => retry(call, steadily, { signal: leavingAt(30) }),
    we: [1, "Error: the caller left", 30],
  },
  "a delay of 2^31 ms is a delay": {
    theirs: (call) => pRetry(call, { ...steady, minTimeout: 2 ** 31 }),
    they: [3, "Error: busy", 2],
    ours: (call) => retry(call, { ...steadily, schedule: fixed(2 ** 31) }),
    we: [1, "not yet", undefined],
  },
  "jitter stays within the delay, and stays at the cap: a draw of 0.5": {
    draw: 0.5,
    theirs: (call) => pRetry(call, { retries: 3, minTimeout: 100, maxTimeout: 300, randomize: true }),
    they: [4, "Error: busy", 150 + 300 + 300],
    ours: (call) => retry(call, growing(300)),
    we: [4, "Error: busy", 50 + 100 + 150],
  },
  "jitter stays within the delay, and stays at the cap: a draw of 0.9": {
    draw: 0.9,
    theirs: (call) => pRetry(call, { retries: 3, minTimeout: 100, maxTimeout: 300, randomize: true }),
    they: [4, "Error: busy", 190 + 300 + 300],
    ours: (call) => retry(call, growing(300)),
    we: [4, "Error: busy", 90 + 180 + 270],
  },
  "a deadline is not slept up to": {
    theirs: (call) => pRetry(call, { retries: 2, minTimeout: 500, maxRetryTime: 120 }),
    they: [2, "Error: busy", 120],
    ours: (call) => retry(call, { schedule: fixed(500), totalTimeout: 120 }),
    we: [1, "Error: busy", 0],
  },
  "a deadline ends an attempt that never settles": {
    operation: never,
    theirs: (call) => pRetry(call, { retries: 2, maxRetryTime: 120 }),
    they: [1, "not yet", undefined],
    ours: (call) => retry(call, { totalTimeout: 120 }),
    we: [1, "TimeoutError: All attempts together took longer than 120ms", 120],
  },
  "three calls unless told otherwise, not eleven": {
    draw: 0,
    theirs: (call) => pRetry(call, { minTimeout: 0 }),
    they: [11, "Error: busy", 0],
    ours: (call) => retry(call),
    we: [3, "Error: busy", 0],
  },
  "a misspelt option is refused": {
    theirs: (call) => pRetry(call, { ...steady, retires: 9 } as object),
    they: [3, "Error: busy", 200],
    ours: (call) => retry(call, { ...steadily, retires: 9 } as object),
    we: [0, expect.stringMatching(/^InvalidOptionError: policy: expected only .* got "retires"/) as string, 0],
  },
  "a factor of 0 is refused, not taken for 1": {
    theirs: (call) => pRetry(call, { ...steady, factor: 0 }),
    they: [3, "Error: busy", 200],
    ours: async (call) => retry(call, { schedule: exponential(100, 0) }),
    we: [0, "InvalidOptionError: exponential factor: expected a finite number ≥ 1, got 0", 0],
  },
  "every wait is rounded up, not to the nearest": {
    theirs: (call) => pRetry(call, { retries: 4, minTimeout: 1, factor: 1.5 }),
    they: [5, "Error: busy", 1 + 2 + 2 + 3],
    ours: (call) => retry(call, { attempts: 5, schedule: exponential(1, 1.5) }),
    we: [5, "Error: busy", 1 + 2 + 3 + 4],
  },
  "what is final stays what it is, an Error or not": {
    theirs: (call) => pRetry(() => Promise.resolve(call()).catch(() => Promise.reject(new AbortError("gone"))), steady),
    they: [1, "Error: gone", 0],
    ours: (call) => retry(() => Promise.resolve(call()).catch(() => Promise.reject(permanent("gone"))), steadily),
    we: [1, "gone", 0],
    operation: () => Promise.reject(new Error("busy")),
  },
  "a mark in a mark is taken off whole": {
    theirs: (call) =>
      pRetry(
        () => Promise.resolve(call()).catch((error) => Promise.reject(new AbortError(new AbortError(error)))),
        steady,
      ),
    they: [1, "AbortError: busy", 0],
    ours: (call) =>
      retry(() => Promise.resolve(call()).catch((error) => Promise.reject(permanent(permanent(error)))), steadily),
    we: [1, "Error: busy", 0],
    operation: () => Promise.reject(new Error("busy")),
  },
};
