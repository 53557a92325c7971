import { describe, expect, expectTypeOf, it } from "vitest";
import type { AsyncResult, TaskOutcome } from "ostinato/tasks";
import { stage } from "./stage.ts";

describe("the function of a task", () => {
  it("gives arguments and result their types, wherever they are used", async () => {
    const { app, clock } = stage();
    const task = app.task(
      "t",
      async ({ attempt }, name: string, count?: number) => ({ name, count: count ?? null, attempt }),
      {
        onSuccess: ({ args: [name, count], value }) => {
          expectTypeOf(name).toEqualTypeOf<string>();
          expectTypeOf(count).toEqualTypeOf<number | undefined>();
          expectTypeOf(value.attempt).toEqualTypeOf<number>();
        },
        policy: { retryResult: (result) => result.attempt < 0 },
        dedupe: ([name]) => name,
      },
    );
    expectTypeOf(task.delay).parameters.toEqualTypeOf<[name: string, count?: number | undefined]>();
    app.worker().start();
    const result = await task.delay("ada");
    const value = await clock.runUntil(result.get());
    expectTypeOf(value).toEqualTypeOf<{ name: string; count: number | null; attempt: number }>();
    const outcome: TaskOutcome<typeof value> = await result.get({ propagate: false });
    expect([value, outcome]).toEqual([
      { name: "ada", count: null, attempt: 1 },
      { ok: true, value, attempts: 1 },
    ]);
    // @ts-expect-error: a number is no name
    const refused: Promise<unknown> = task.delay(5);
    // @ts-expect-error: the arguments are missing
    const missing: Promise<unknown> = task.enqueue({});
    await Promise.allSettled([refused, missing]);
  });

  it("may be elsewhere, and is declared by its types alone", async () => {
    const { app } = stage();
    const declared = app.task<[to: string], { readonly id: number }>("elsewhere");
    expectTypeOf(declared.delay).returns.resolves.toEqualTypeOf<AsyncResult<{ readonly id: number }>>();
    expect((await declared.delay("ada")).id).toMatch(/^[\da-f-]{36}$/);
  });
});
