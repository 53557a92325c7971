import { expect, it } from "vitest";
import { type AttemptContext, fixed, settle } from "../../src/index.ts";

it.each([
  ["an error", (attempt: number) => new Error(`busy ${attempt}`)],
  ["a text", (attempt: number) => `busy ${attempt}`],
])("still tells the error before it when its attempt is over, be it %s", async (_what, errorOf) => {
  const contexts: AttemptContext[] = [];
  const errors: unknown[] = [undefined];
  await settle(
    (context) => {
      contexts.push(context);
      errors.push(errorOf(context.attempt));
      throw errors.at(-1);
    },
    { attempts: 130, schedule: fixed(0) },
  );
  expect(contexts.map(({ previousError }) => previousError)).toEqual(errors.slice(0, -1));
});
