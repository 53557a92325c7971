import { expect, it } from "vitest";
import { type AttemptContext, fixed, settle } from "../../src/index.ts";
import { collect } from "../retry/garbage.ts";

/** A new error for each attempt, as operations make them: one that is thrown again and again hides the chain. */
const failures: readonly (readonly [how: string, fail: (context: AttemptContext) => unknown])[] = [
  [
    "throws",
    ({ attempt }) => {
      throw new Error(`busy ${attempt}`);
    },
  ],
  ["rejects", ({ attempt }) => Promise.reject(new Error(`busy ${attempt}`))],
  [
    "rejects in a function that knows its attempt",
    (context) => new Promise((_, reject) => queueMicrotask(() => reject(new Error(`busy ${context.attempt}`)))),
  ],
];

it.each(failures)("no error holds on to all before it, where the operation %s (F-071)", async (_how, fail) => {
  const errors: WeakRef<Error>[] = [];
  let alive = Infinity;
  const operation = (context: AttemptContext): unknown => {
    if (context.attempt > 1) errors.push(new WeakRef(context.previousError as Error));
    if (context.attempt < 2_000) return fail(context);
    collect();
    alive = errors.filter((error) => error.deref() !== undefined).length;
    return "done";
  };
  expect(await settle(operation, { attempts: Infinity, schedule: fixed(0) })).toMatchObject({ ok: true });
  expect(alive).toBeLessThan(200);
});
