import { property } from "../core/property.ts";
import type { Duration } from "../core/duration.ts";
import { optionsOf } from "../core/options.ts";
import type { Failure, Hint } from "../policy/failure.ts";
import { answersIn } from "./answer.ts";
import { valuesIn } from "./header.ts";
import { hintLimits } from "./hint-limits.ts";

const KEY = "grpc-retry-pushback-ms";
const LARGEST = 2 ** 31 - 1;

/** How far {@link grpcPushback} follows a server. */
export interface GrpcPushbackOptions {
  /** A longer wait than this ends the run with the reason `hint-too-long`; `"1m"` unless given, `Infinity` for no limit. */
  readonly atMost?: Duration | undefined;
}

/** A hint that can only end the run: it is longer than it may be, whatever the limit of the caller. */
const NEVER: Hint = Object.freeze({ delay: Number.MAX_SAFE_INTEGER, spread: 0, atMost: 0 });

/**
 * A `delayHint` that heeds gRPC's server pushback, `grpc-retry-pushback-ms`, in `error.metadata`, in `error.headers` and
 * in the headers of `error.response`. As with every hint, a longer delay of the schedule stays.
 *
 * What is negative, or not a 32-bit integer to the letter, or there twice, is the server's word not to retry: the run ends
 * with the reason `hint-too-long`. 0 leaves the schedule in charge; gRPC itself waits for neither, as `fromGrpc` does not.
 * Source: gRPC proposal A6, Pushback.
 *
 * @throws InvalidOptionError for an unknown option or one that is not a duration
 * @example
 * ```ts
 * import { grpcPushback } from "ostinato/http";
 *
 * const hint = grpcPushback({ atMost: "2m" });
 * const busy = (pushback: string) => ({ metadata: new Map([["grpc-retry-pushback-ms", pushback]]) });
 * hint({ kind: "error", error: busy("1500") }); // => { delay: 1500, spread: 0, atMost: 120000 }
 * hint({ kind: "error", error: busy("-1") })?.atMost; // => 0
 * ```
 */
export function grpcPushback(options: GrpcPushbackOptions = {}): (failure: Failure) => Hint | undefined {
  const { atMost } = hintLimits(optionsOf(options, "grpcPushback", ["atMost"]));
  return (failure) => {
    const pushback = pushbackIn(failure);
    if (pushback === "never") return NEVER;
    return pushback === undefined || pushback === 0 ? undefined : { delay: pushback, spread: 0, atMost };
  };
}

/** Whether a server has said when to come back, or that nobody should. */
export const isPushedBack = (error: unknown): boolean => pushbackIn({ kind: "error", error }) !== undefined;

/** Milliseconds; undefined where there is no pushback. */
function pushbackIn(failure: Failure): number | "never" | undefined {
  const subject = failure.kind === "error" ? failure.error : failure.value;
  const places = [property(subject, "metadata"), ...answersIn(failure).map(({ headers }) => headers)];
  const values = places.map((place) => valuesIn(place, KEY)).find(({ length }) => length > 0);
  if (values === undefined) return undefined;
  return values.length === 1 ? parsed(values[0]) : "never";
}

function parsed(value: unknown): number | "never" {
  const pushback = typeof value === "string" && /^(?:0|[1-9]\d{0,9})$/.test(value) ? Number(value) : Infinity;
  return pushback <= LARGEST ? pushback : "never";
}
