/** Why a simulated server answers with an error. */
export type ServerFailureCode = "OUTAGE" | "OVERLOADED" | "RATE_LIMITED" | "FAILED" | "CONFLICT";

const SAYS: Readonly<Record<ServerFailureCode, string>> = {
  OUTAGE: "The server refuses every call",
  OVERLOADED: "The server's queue is full",
  RATE_LIMITED: "The server's rate limit is exceeded",
  FAILED: "The server failed",
  CONFLICT: "The row has been written by another",
};

/**
 * What a simulated server answers with when it does not serve a call.
 *
 * @example
 * ```ts
 * import { policy } from "ostinato";
 * import { ServerFailure } from "ostinato/testing";
 *
 * export const slowsDown = policy({ retryIf: (error) => error instanceof ServerFailure && error.code === "RATE_LIMITED" });
 * ```
 */
export class ServerFailure extends Error {
  override readonly name = "ServerFailure";
  readonly code: ServerFailureCode;

  constructor(code: ServerFailureCode) {
    super(SAYS[code]);
    this.code = code;
  }
}

/** The failure of each code, made once: a fleet fails a million times, and stack traces are slow. */
export function failureByCode(): (code: ServerFailureCode) => ServerFailure {
  const failures = new Map<ServerFailureCode, ServerFailure>();
  return (code) => {
    const failure = failures.get(code) ?? new ServerFailure(code);
    failures.set(code, failure);
    return failure;
  };
}
