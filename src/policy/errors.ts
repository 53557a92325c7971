import { formatMillis } from "../core/duration.ts";
import type { Failure } from "./failure.ts";

/**
 * The mark that {@link permanent} puts around an error.
 *
 * @example
 * ```ts
 * import { permanent, PermanentError } from "ostinato";
 *
 * const marked = permanent(new Error("no such user"));
 * marked instanceof PermanentError; // => true
 * (marked.cause as Error).message; // => "no such user"
 * ```
 */
export class PermanentError extends Error {
  override readonly name = "PermanentError";
  readonly code = "PERMANENT";
  // Private, so that no look at a hostile value can run its code and no cycle can be made.
  readonly #marked: unknown;

  constructor(marked: unknown) {
    super("Permanent: not to be tried again", { cause: marked });
    this.#marked = marked;
  }

  /** The marked error inside, or undefined where there is no mark. */
  static inside(value: unknown): { readonly error: unknown } | undefined {
    const marked = typeof value === "object" && value !== null && #marked in value;
    return marked ? { error: value.#marked } : undefined;
  }
}

/**
 * Marks an error as not worth another attempt; the run ends with the error itself, unwrapped.
 *
 * @example
 * ```ts
 * import { permanent, settle } from "ostinato";
 *
 * const outcome = await settle(() => {
 *   throw permanent("no such user");
 * });
 * outcome.attempts; // => 1
 * ```
 */
export function permanent(error: unknown): PermanentError {
  return PermanentError.inside(error) === undefined ? new PermanentError(error) : (error as PermanentError);
}

/**
 * An attempt took longer than `attemptTimeout`, or the run longer than `totalTimeout`.
 *
 * @example
 * ```ts
 * import { settle, TimeoutError } from "ostinato";
 *
 * const silent = () => new Promise(() => {});
 * const outcome = await settle(silent, { attempts: 1, attemptTimeout: "5ms" });
 * !outcome.ok && outcome.error instanceof TimeoutError && outcome.error.code; // => "ATTEMPT_TIMEOUT"
 * ```
 */
export class TimeoutError extends Error {
  override readonly name = "TimeoutError";
  /** Which limit was passed. */
  readonly code: "ATTEMPT_TIMEOUT" | "TOTAL_TIMEOUT";
  /** The limit in milliseconds. */
  readonly limit: number;

  /** @param options the `cause`: the failure before, where there was one */
  constructor(code: "ATTEMPT_TIMEOUT" | "TOTAL_TIMEOUT", limit: number, options?: ErrorOptions) {
    super(
      `${code === "ATTEMPT_TIMEOUT" ? "The attempt" : "All attempts together"} took longer than ${formatMillis(limit)}`,
      options,
    );
    this.code = code;
    this.limit = limit;
  }
}

/**
 * The last attempt gave a result that `retryResult` rejects.
 *
 * @example
 * ```ts
 * import { RejectedResultError, settle } from "ostinato";
 *
 * const outcome = await settle(async () => "running", { attempts: 1, retryResult: (state) => state === "running" });
 * !outcome.ok && outcome.error instanceof RejectedResultError && outcome.error.value; // => "running"
 * ```
 */
export class RejectedResultError<T = unknown> extends Error {
  override readonly name = "RejectedResultError";
  readonly code = "REJECTED_RESULT";
  /** The rejected result. */
  readonly value: T;

  constructor(value: T) {
    super("The result was rejected by the policy");
    this.value = value;
  }
}

/**
 * A function of the policy (a predicate, a hint, a schedule) threw or gave a useless answer.
 *
 * @example
 * ```ts
 * import { PolicyFunctionError, settle } from "ostinato";
 *
 * const retryIf = (): boolean => {
 *   throw new Error("a bug in the predicate");
 * };
 * const outcome = await settle(() => Promise.reject(new Error("busy")), { retryIf });
 * !outcome.ok && outcome.error instanceof PolicyFunctionError && outcome.error.option; // => "retryIf"
 * ```
 */
export class PolicyFunctionError extends Error {
  override readonly name = "PolicyFunctionError";
  readonly code = "POLICY_FUNCTION";
  /** Which function, such as `"retryIf"`. */
  readonly option: string;
  /** What the operation had failed with. */
  readonly failure: Failure;

  /** @param options the `cause`: what the function threw */
  constructor(option: string, complaint: string, failure: Failure, options?: ErrorOptions) {
    super(`${option} ${complaint}`, options);
    this.option = option;
    this.failure = failure;
  }
}

/** What a caller is to see of a failure: the very error, without a mark, or an error that carries the rejected result. */
export function errorOf(failure: Failure): unknown {
  if (failure.kind === "rejected-result") return new RejectedResultError(failure.value);
  const marked = PermanentError.inside(failure.error);
  return marked === undefined ? failure.error : marked.error;
}
