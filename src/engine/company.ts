import type { Failure } from "../policy/failure.ts";
import { attempted, type Ending, type Stop } from "./attempt.ts";
import type { Run } from "./run.ts";

/** How an attempt in company ended without a value. */
export class Ended {
  readonly ending: Failure | Stop<unknown>;

  constructor(ending: Failure | Stop<unknown>) {
    this.ending = ending;
  }
}

/** The value of an attempt in company; it rejects with how the attempt ended. */
export const accompanied = <T>(run: Run<T>): Promise<T> => attempted(run).then(valueIn);

function valueIn<T>(ending: Ending<T>): T {
  if (ending.kind === "value") return ending.value;
  throw new Ended(ending);
}
