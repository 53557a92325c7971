import type { TaskContext } from "./context.ts";
import type { Hub } from "./hub.ts";
import type { Job } from "./job.ts";

/** The function of the task, with what goes around it: the app's outermost. */
export async function called(
  hub: Pick<Hub, "around">,
  { registered, args, around }: Pick<Job, "registered" | "args" | "around">,
  ctx: TaskContext,
): Promise<unknown> {
  const run = async (): Promise<unknown> => registered.run(ctx, ...args);
  const inner = around === undefined ? run : async () => around(ctx, run);
  return hub.around === undefined ? inner() : hub.around(ctx, inner);
}
