import { expect, it } from "vitest";
import { retry } from "../../src/index.ts";
import { onEveryRun, traced } from "../../src/observe/index.ts";
import { virtualClock } from "../../src/testing/index.ts";

// A function may be called a symbol, or have a static method `name`. Whoever wanted to say what waits failed at the saying.
const called = <F extends object>(operation: F, name: unknown): F =>
  Object.defineProperty(operation, "name", { value: name });

it.each([Symbol("load"), 5, () => "load", ""])("an operation called %o is the operation", async (name) => {
  const clock = virtualClock({ patience: 1 });
  const stuck = retry(
    called(() => new Promise(() => {}), name),
    {},
    { clock },
  );
  await expect(clock.runUntil(stuck)).rejects.toThrow("attempt 1 of the operation still waits");

  const names: string[] = [];
  const stop = onEveryRun(({ operation }) => ({ onSuccess: () => names.push(operation) }));
  await retry(called(() => 1, name));
  stop?.();
  const span = { setAttributes: () => {}, addEvent: () => {}, setStatus: () => {}, end: () => {} };
  const tracer = {
    startActiveSpan: (spanName: string, _: object, run: (each: typeof span) => void) => (
      names.push(spanName),
      run(span)
    ),
  };
  await retry(
    traced(
      called(() => 1, name),
      { tracer },
    ),
  );
  expect(names).toEqual(stop === undefined ? ["attempt"] : ["the operation", "attempt"]);
});
