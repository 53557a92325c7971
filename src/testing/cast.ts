import { permanent } from "../policy/errors.ts";
import type { Clock } from "../engine/clock.ts";
import type { Choices } from "./choices.ts";
import type { Ground } from "./explore-options.ts";
import { performed, ScriptEndError, type ScriptStep } from "./script.ts";

/** After so many calls beyond the depth none is answered. */
const STUBBORN = 1_000;

/** One call of the operation. */
export interface Call {
  readonly startedAt: number;
  readonly kind: ScriptStep["kind"];
  settledAt: number | undefined;
}

/** An operation whose outcomes are chosen as it is called. */
export interface Cast<T> {
  readonly operation: () => Promise<T>;
  /** What was chosen so far. */
  readonly script: readonly ScriptStep<T>[];
  readonly calls: readonly Call[];
  /** Whether more was asked for than the depth allows. */
  readonly isCut: () => boolean;
}

export function cast<T>({ outcomes, depth }: Ground<T>, { pick }: Choices, clock: Clock): Cast<T> {
  const script: ScriptStep<T>[] = [];
  const calls: Call[] = [];
  let isCut = false;
  let beyond = 0;
  const operation = (): Promise<T> => {
    if (script.length === depth) {
      isCut = true;
      // Whoever goes on and on would never let go of the turn.
      if (++beyond > STUBBORN) return new Promise(() => {});
      return Promise.reject(permanent(new ScriptEndError(depth)));
    }
    const step = outcomes[outcomes.length === 1 ? 0 : pick("outcome", outcomes.length)]!;
    const call: Call = { startedAt: clock.now(), kind: step.kind, settledAt: undefined };
    script.push(step);
    calls.push(call);
    return performed(step, clock, () => void (call.settledAt = clock.now()));
  };
  return { operation, script, calls, isCut: () => isCut };
}
