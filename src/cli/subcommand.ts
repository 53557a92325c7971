import type { Given } from "./arguments.ts";
import type { Manual } from "./manual.ts";
import type { World } from "./world.ts";

/** One of the things that `ostinato` can do. */
export interface Subcommand {
  readonly manual: Manual;
  /** Whether the first operand ends the options. */
  readonly operandsLast: boolean;
  /** Answers with the exit code. */
  readonly perform: (given: Given, world: World) => Promise<number>;
}
