import { parseMillis } from "../core/duration.ts";
import { InvalidOptionError } from "../core/invalid-option.ts";
import { type Options, optionsOf } from "../core/options.ts";
import { fixed } from "../core/sources.ts";
import { grpcPushback, type GrpcPushbackOptions, isPushedBack } from "../http/grpc-pushback.ts";
import { property } from "../core/property.ts";
import { type Policy, policy } from "../policy/policy.ts";
import { around } from "./around.ts";
import { grpcCode } from "./grpc-codes.ts";
import { LONGEST_PROTOBUF } from "./protobuf-duration.ts";

/** The `retryPolicy` of a gRPC service config; every field is required. */
export interface GrpcRetryPolicy {
  /** How many attempts in all, at least 2; gRPC takes more than 5 for 5. */
  readonly maxAttempts: number;
  /** The first delay, such as `"0.1s"`. */
  readonly initialBackoff: string;
  /** The longest delay, before it is drawn from 20 % below to 20 % above. */
  readonly maxBackoff: string;
  /** By how much each delay is longer than the one before; above 0. */
  readonly backoffMultiplier: number;
  /** The status codes that are worth another attempt, by name in any case or by number; at least one. */
  readonly retryableStatusCodes: readonly (string | number)[];
}

const KEYS = ["maxAttempts", "initialBackoff", "maxBackoff", "backoffMultiplier", "retryableStatusCodes"] as const;

const FOREIGN: ReadonlyMap<string, string> = new Map([
  ["retryPolicy", "; hand over what is in it"],
  ["methodConfig", '; hand over the "retryPolicy" of one method'],
  ["retryThrottling", '; it is a budget: "grpcThrottling"'],
  ["hedgingPolicy", '; it is a call of "hedge"'],
  ["perAttemptRecvTimeout", '; a policy has "attemptTimeout"'],
]);

const MOST_ATTEMPTS = 5;

/**
 * The policy of a gRPC service config, for errors that carry a status as their `code`.
 *
 * Each delay is drawn from 20 % below to 20 % above `min(initialBackoff · backoffMultiplier^(n − 1), maxBackoff)`. Pushback
 * takes the place of a delay, be it shorter or longer, and *n* begins anew behind it; {@link grpcPushback} says what ends the
 * run. Throttling is a budget of its own, `grpcThrottling`. Source: gRPC proposal A6, as revised for jitter.
 *
 * @param pushback how far to follow a server; gRPC itself knows no limit, which is `{ atMost: Infinity }`
 * @throws InvalidOptionError for an unknown or missing field, or one that cannot be used
 * @example
 * ```ts
 * import { fromGrpc } from "ostinato/compat";
 *
 * const asInTheServiceConfig = fromGrpc({
 *   maxAttempts: 4,
 *   initialBackoff: "0.1s",
 *   maxBackoff: "1s",
 *   backoffMultiplier: 2,
 *   retryableStatusCodes: ["UNAVAILABLE"],
 * });
 * asInTheServiceConfig.attempts; // => 4
 * asInTheServiceConfig.retryIf?.({ code: 14 }, { attempt: 1, elapsed: 0, previousDelay: 0 }); // => true
 * ```
 */
export function fromGrpc(retryPolicy: GrpcRetryPolicy, pushback: GrpcPushbackOptions = {}): Policy {
  const read = optionsOf(retryPolicy, "gRPC retry policy", KEYS, FOREIGN);
  const backoff = (name: string): number =>
    millis(required(read, name, 'a duration of more than nothing, such as "0.1s"', (value) => millis(value) > 0));
  const attempts = required<number>(read, "maxAttempts", "a whole number ≥ 2", (value) => isWhole(value) && value >= 2);
  const factor = required<number>(read, "backoffMultiplier", "a finite number > 0", isFactor);
  const delayHint = grpcPushback(pushback);
  const codes = codesFrom(required(read, "retryableStatusCodes", "a list of at least one status code", isFilled));
  return policy({
    schedule: around(backoff("initialBackoff"), factor, backoff("maxBackoff")),
    attempts: Math.min(attempts, MOST_ATTEMPTS),
    retryIf: (error) => {
      const code = grpcCode(property(error, "code"));
      return code !== undefined && codes.includes(code);
    },
    delayHint,
    // The delay of a pushback is the server's alone, and whatever comes between failures ends their row.
    routes: [
      [isPushedBack, { schedule: fixed(0), delayHint }],
      [() => true, { counts: "consecutive" }],
    ],
  });
}

/** A field that must be there; throws where it is missing or does not fit. */
function required<Value>(read: Options, name: string, expected: string, fits: (value: unknown) => boolean): Value {
  const value = read<Value>(name, expected, fits);
  if (value === undefined) throw new InvalidOptionError(name, expected, undefined);
  return value;
}

function codesFrom(given: readonly unknown[]): readonly number[] {
  return Array.from(given, (each, index) => {
    const code = grpcCode(each);
    if (code !== undefined) return code;
    throw new InvalidOptionError(`retryableStatusCodes[${index}]`, 'a status code, such as "UNAVAILABLE" or 14', each);
  });
}

/** The JSON of a protobuf duration, and the short form of the proposal, `".1s"`; NaN for what is neither. */
function millis(value: unknown): number {
  if (typeof value !== "string" || !/^(?:\d+|\d*\.\d+)s$/.test(value)) return NaN;
  const read = parseMillis(value.startsWith(".") ? `0${value}` : value) ?? NaN;
  return read <= LONGEST_PROTOBUF ? read : NaN;
}

const isWhole = (value: unknown): value is number => Number.isSafeInteger(value);
const isFactor = (value: unknown): boolean => typeof value === "number" && value > 0 && value < Infinity;
const isFilled = (value: unknown): boolean => Array.isArray(value) && value.length > 0;
