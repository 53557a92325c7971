import { called as plainly } from "../engine/attempt.ts";
import type { TaskContext } from "./context.ts";
import type { Hub } from "./hub.ts";
import type { Job } from "./job.ts";

/** The function of the task, with what goes around it: the app's outermost. */
export function called(
  hub: Pick<Hub, "around">,
  { registered, args, around }: Pick<Job, "registered" | "args" | "around">,
  ctx: TaskContext,
): Promise<unknown> {
  const run = (): Promise<unknown> => plainly((context) => registered.run(context, ...args), ctx);
  const inner = around === undefined ? run : () => plainly((context) => around(context, run), ctx);
  return hub.around === undefined ? inner() : plainly((context) => hub.around!(context, inner), ctx);
}
