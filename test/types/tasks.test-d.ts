import { type AsyncResult, createApp, type TaskContext, type TaskOptions } from "ostinato/tasks";
import { expectTypeOf } from "vitest";

const app = createApp();

// Arguments and result are the function's.
const add = app.task("add", (_, x: number, y: number) => x + y);
expectTypeOf(add.delay).toEqualTypeOf<(x: number, y: number) => Promise<AsyncResult<number>>>();
const bare = app.task("bare", async () => "done");
expectTypeOf(bare.delay).toEqualTypeOf<() => Promise<AsyncResult<string>>>();

// Options written on the spot follow the function.
app.task("on the spot", (_, day: string) => day.length, {
  dedupe: ([day]) => {
    expectTypeOf(day).toEqualTypeOf<string>();
    return day;
  },
  policy: { retryResult: (rows: number) => rows === 0 },
  onSuccess: ({ args, value }) => {
    expectTypeOf(args).toEqualTypeOf<[day: string]>();
    expectTypeOf(value).toEqualTypeOf<number>();
  },
});

// Options kept in a constant are those of such a function, and of no other.
declare const kept: TaskOptions<[day: string], number>;
const report = app.task("kept", (_, day: string) => day.length, kept);
expectTypeOf(report.delay).toEqualTypeOf<(day: string) => Promise<AsyncResult<number>>>();
const judged = { policy: { retryResult: (rows: number) => rows === 0 } };
app.task("judged", (ctx, day: string) => (ctx.isLast ? day.length : 0), judged);
// @ts-expect-error the arguments are others
app.task("other arguments", (_, day: number) => day, kept);
// @ts-expect-error the result is another
app.task("another result", (_, day: string) => day, judged);

// The arguments of a retry are the task's, where the context says whose it is or the task's types are written out.
const paged = app.task("paged", (ctx: TaskContext<[page: number]>, page: number) => {
  if (page < 3) throw ctx.retry({ args: [page + 1] });
  // @ts-expect-error text is no page
  if (page < 4) throw ctx.retry({ args: ["4"] });
  // @ts-expect-error the page is missing
  throw ctx.retry({ args: [] });
});
expectTypeOf(paged.delay).toEqualTypeOf<(page: number) => Promise<AsyncResult<never>>>();
app.task<[page: number], string>("written out", ({ retry }, page) => {
  // @ts-expect-error text is no page
  if (page === 1) throw retry({ args: ["2"] });
  throw retry({ args: [page + 1] });
});
// @ts-expect-error the context is that of another task
app.task("another's context", (ctx: TaskContext<[page: string]>, page: number) => [ctx.id, page]);
