import type { Given, Known } from "./arguments.ts";
import type { World } from "./world.ts";

/** One of the things that `ostinato` can do. */
export interface Subcommand {
  readonly help: string;
  readonly options: Known;
  /** Whether the first operand ends the options. */
  readonly operandsLast: boolean;
  /** Answers with the exit code. */
  readonly perform: (given: Given, world: World) => number | Promise<number>;
}
