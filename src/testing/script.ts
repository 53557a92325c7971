import { type Duration, toMillis } from "../core/duration.ts";
import { InvalidOptionError } from "../core/invalid-option.ts";
import type { Clock } from "../engine/clock.ts";
import { permanent } from "../policy/errors.ts";

/** How one attempt goes: what comes of it, and after how many milliseconds. */
export type ScriptStep<T = unknown> =
  | { readonly kind: "ok"; readonly value: T; readonly takes: number }
  | { readonly kind: "fail"; readonly error: unknown; readonly takes: number }
  | { readonly kind: "never" };

/**
 * An attempt that succeeds; unless told otherwise, at once.
 *
 * @throws InvalidOptionError when `takes` is not a duration
 * @example
 * ```ts
 * import { ok } from "ostinato/testing";
 *
 * ok("saved", "2s"); // => { kind: "ok", value: "saved", takes: 2000 }
 * ```
 */
export const ok = <T>(value: T, takes: Duration = 0): ScriptStep<T> => ({
  kind: "ok",
  value,
  takes: toMillis(takes, "takes"),
});

/**
 * An attempt that fails; unless told otherwise, at once, with an error made for it.
 *
 * @throws InvalidOptionError when `takes` is not a duration
 * @example
 * ```ts
 * import { fail } from "ostinato/testing";
 *
 * fail("busy", "1s"); // => { kind: "fail", error: "busy", takes: 1000 }
 * ```
 */
export const fail = (error: unknown = new Error("scripted failure"), takes: Duration = 0): ScriptStep<never> => ({
  kind: "fail",
  error,
  takes: toMillis(takes, "takes"),
});

/**
 * An attempt that never settles, whatever its signal says.
 *
 * @example
 * ```ts
 * import { never } from "ostinato/testing";
 *
 * never(); // => { kind: "never" }
 * ```
 */
export const never = (): ScriptStep<never> => ({ kind: "never" });

/**
 * A policy asked for more attempts than the script has.
 *
 * @example
 * ```ts
 * import { fail, ScriptEndError, simulate } from "ostinato/testing";
 *
 * const tooShort = [fail(), fail(), fail()];
 * const asked = await simulate({ attempts: 5 }, tooShort).catch((error) => error);
 * asked instanceof ScriptEndError; // => true
 * ```
 */
export class ScriptEndError extends Error {
  override readonly name = "ScriptEndError";
  readonly code = "SCRIPT_END";

  constructor(steps: number) {
    super(
      `The script has ${steps === 1 ? "one step" : `${steps} steps`} and attempt ${steps + 1} was made: ` +
        "script every attempt, or let it end with ok(…) or never(), which repeat",
    );
  }
}

/** A script as an operation, and the error to raise at the end if it ran out. */
export interface Stage<T> {
  readonly operation: () => Promise<T>;
  readonly raise: () => void;
}

/** @throws InvalidOptionError when the script is not a list of steps, or a step takes something else than a duration */
export function played<T>(script: readonly ScriptStep<T>[], clock: Clock): Stage<T> {
  const steps = stepsOf(script, "script");
  const last = steps.at(-1)!;
  let calls = 0;
  let end: ScriptEndError | undefined;
  return {
    operation: () => {
      const step = steps[calls++] ?? (last.kind === "fail" ? undefined : last);
      if (step !== undefined) return performed(step, clock);
      end = new ScriptEndError(steps.length);
      return Promise.reject(permanent(end));
    },
    raise: () => {
      if (end !== undefined) throw end;
    },
  };
}

/** @throws InvalidOptionError when it is not a list of steps, or a step takes something else than a duration */
export function stepsOf<T>(list: readonly ScriptStep<T>[] | undefined, option: string): readonly ScriptStep<T>[] {
  const steps = Array.isArray(list) ? Array.from(list, (step: unknown) => asStep<T>(step)) : [];
  if (steps.length > 0 && !steps.includes(undefined)) return steps as readonly ScriptStep<T>[];
  throw new InvalidOptionError(option, "a list of steps made with ok, fail or never", list);
}

/** A copy of a step, so that a script which is changed during the run changes nothing; undefined if it is none. */
function asStep<T>(value: unknown): ScriptStep<T> | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const step = { ...(value as ScriptStep<T>) };
  if (step.kind === "never") return step;
  return step.kind === "ok" || step.kind === "fail" ? { ...step, takes: toMillis(step.takes, "takes") } : undefined;
}

/** A step as it goes; `settling` is told when it settles. */
export function performed<T>(step: ScriptStep<T>, clock: Clock, settling: () => void = () => {}): Promise<T> {
  return new Promise((resolve, reject) => {
    if (step.kind === "never") return;
    const settle = (): void => {
      settling();
      if (step.kind === "ok") resolve(step.value);
      else reject(step.error);
    };
    if (step.takes === 0) settle();
    else clock.schedule(step.takes, settle);
  });
}
