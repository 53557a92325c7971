import { formatMillis } from "../core/duration.ts";
import { show } from "../core/invalid-option.ts";
import { PermanentError } from "../policy/errors.ts";
import { described } from "./error-record.ts";
import type { ScriptStep } from "./script.ts";

/** What failed among the ways that were explored. */
export interface Counterexample {
  readonly script: readonly ScriptStep[];
  readonly draws: readonly number[];
  readonly timeline: string;
  readonly error: unknown;
}

/**
 * Thrown by `explore` when a check fails or a run never ends: the shortest script with which that happens.
 *
 * @example
 * ```ts
 * import { fixed } from "ostinato";
 * import { explore, ExploreError, fail, ok } from "ostinato/testing";
 *
 * const outcomes = [ok("saved"), fail()];
 * const check = (run: { elapsed: number }): void => {
 *   if (run.elapsed > 1_000) throw new Error("too long");
 * };
 * const found = await explore({ schedule: fixed("1s") }, { outcomes, depth: 3, check }).catch((error) => error);
 * found instanceof ExploreError && found.timeline; // => "x 1s x 1s o"
 * ```
 */
export class ExploreError extends Error {
  override readonly name = "ExploreError";
  readonly code = "EXPLORE";
  /** The shortest script that fails, the first of them in the order of the outcomes given. */
  readonly script: readonly ScriptStep[];
  /** The draws of that run. */
  readonly draws: readonly number[];
  /** That run as a picture. */
  readonly timeline: string;
  /** How many runs failed. */
  readonly failures: number;
  /** How many runs there were. */
  readonly runs: number;

  constructor({ script, draws, timeline, error }: Counterexample, failures: number, runs: number) {
    const drawn = draws.some((each) => each !== 0.5) ? `, draws ${draws.map(drawnAs).join(" ")}` : "";
    const steps = script.map(shown).join(", ") || "nothing: the operation was not called";
    const { name, message } = described(error);
    super(`${failures} of ${runs} runs fail, the shortest with ${steps}${drawn}: "${timeline}": ${name}: ${message}`, {
      cause: error,
    });
    this.script = script;
    this.draws = draws;
    this.timeline = timeline;
    this.failures = failures;
    this.runs = runs;
  }
}

/** A step as one would write it. */
export function shown(step: ScriptStep): string {
  if (step.kind === "never") return "never()";
  const takes = step.takes === 0 ? "" : `, ${formatMillis(step.takes)}`;
  if (step.kind === "ok") return `ok(${show(step.value)}${takes})`;
  const marked = PermanentError.inside(step.error);
  const error = marked === undefined ? shownError(step.error) : `permanent(${shownError(marked.error)})`;
  return `fail(${error}${takes})`;
}

function shownError(error: unknown): string {
  if (!(error instanceof Error)) return show(error);
  const { name, message } = described(error);
  return `${name}: ${message.slice(0, 60)}`;
}

const drawnAs = (draw: number): string => (draw > 0.999 ? "→1" : String(draw));
