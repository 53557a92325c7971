import { type Duration, toMillis } from "../core/duration.ts";
import { InvalidOptionError } from "../core/invalid-option.ts";
import { isFunction, optionsOf } from "../core/options.ts";
import { isInstance, property } from "../core/property.ts";
import { ask, verdict } from "./ask.ts";
import { bucket, initialState, ROUNDING, type TokenBudget } from "./bucket.ts";
import type { RetryBudget, RetryBudgetOptions } from "./budget.ts";
import type { Failure } from "./failure.ts";

/**
 * gRPC's retry throttling: every failure takes 1, every success gives `tokenRatio`, and a retry is made only while more
 * than half of `maxTokens` is left.
 *
 * Source: gRPC proposal A6, "Throttling Retry Attempts and Hedged RPCs"; its sample has 10 and 0.1.
 *
 * @throws InvalidOptionError when `maxTokens` is not in (0, 1000] or `tokenRatio` is not ≥ 0.001
 * @example
 * ```ts
 * import { grpcThrottling } from "ostinato";
 *
 * grpcThrottling({ maxTokens: 10, tokenRatio: 0.1 }).balance(0); // => 10
 * ```
 */
export function grpcThrottling(
  options: {
    readonly maxTokens?: number;
    readonly tokenRatio?: number;
    /** The state of an earlier one; full unless given. */
    readonly initial?: RetryBudgetOptions["initial"];
  } = {},
): TokenBudget {
  const read = optionsOf(options, "grpcThrottling", ["maxTokens", "tokenRatio", "initial"]);
  const maxTokens =
    read<number>(
      "maxTokens",
      "a number > 0, at most 1000",
      (value) => isNumber(value) && value > 0 && value <= 1_000,
    ) ?? 10;
  const given =
    read<number>("tokenRatio", "a finite number ≥ 0.001", (value) => isNumber(value) && value >= 0.001) ?? 0.1;
  // The proposal keeps three decimals; 1.001 is a little less than it says.
  const tokenRatio = Math.floor(given * 1_000 + ROUNDING) / 1_000;
  const rules = { price: () => 1, reward: () => tokenRatio, above: maxTokens / 2, always: true };
  return bucket(maxTokens, 0, rules, initialState(read, maxTokens));
}

/** What the retry quota of the AWS SDKs costs. */
const AWS = {
  "2.0": { retry: 5, timeout: 10, throttle: 5 },
  "2.1": { retry: 14, timeout: 14, throttle: 5 },
} as const;

/**
 * The retry quota of the AWS SDKs' standard mode: 500 tokens; a retry takes its price, a success without retries gives 1,
 * a success after retries gives back what its last retry took.
 *
 * Source: AWS SDKs and Tools Reference Guide, "Retry behavior". Edition `"2.0"` takes 5, and 10 after a `TimeoutError`, be it ours, the platform's or the SDK's; edition
 * `"2.1"` takes 14, and 5 after a throttling error.
 *
 * @throws InvalidOptionError for an edition that does not exist
 * @example
 * ```ts
 * import { awsQuota } from "ostinato";
 *
 * awsQuota({ edition: "2.1" }).balance(0); // => 500
 * ```
 */
export function awsQuota(
  options: {
    /** Which edition of the standard; `"2.0"` unless given. */
    readonly edition?: keyof typeof AWS;
    /** Which errors are the server's call to slow down; none unless given. */
    readonly isThrottle?: (error: unknown) => boolean;
    /** The state of an earlier one; full unless given. */
    readonly initial?: RetryBudgetOptions["initial"];
  } = {},
): TokenBudget {
  const read = optionsOf(options, "awsQuota", ["edition", "isThrottle", "initial"]);
  const edition =
    read<keyof typeof AWS>("edition", '"2.0" or "2.1"', (value) => Object.hasOwn(AWS, value as string)) ?? "2.0";
  const isThrottle = read<(error: unknown) => boolean>("isThrottle", "a function", isFunction) ?? (() => false);
  const price = (failure: Failure): number => {
    if (failure.kind !== "error") return AWS[edition].retry;
    const throttled = ask("isThrottle", failure, () => isThrottle(failure.error), verdict, "true or false");
    if (throttled) return AWS[edition].throttle;
    return isTimeout(failure.error) ? AWS[edition].timeout : AWS[edition].retry;
  };
  const rules = { price, reward: (paid: number) => (paid === 0 ? 1 : paid), above: 0, always: false };
  return bucket(500, 0, rules, initialState(read, 500));
}

/** By its name, which our own errors share with those of the platform and of the SDK. */
const isTimeout = (error: unknown): boolean => isInstance(error, Error) && property(error, "name") === "TimeoutError";

/** A window is this many slices, each of which is forgotten as a whole. */
const SLICES = 10;

/**
 * Finagle's retry budget: a share of the requests of the last seconds may be retried, and a reserve per second besides.
 *
 * Source: twitter/finagle, `RetryBudget.scala`. It is funded by requests, which does not help a server that is down; prefer
 * {@link retryBudget} unless you come from Finagle.
 *
 * @throws InvalidOptionError when `ttl` is not from 1 s to 60 s, `percent` not from 0 to 1000 or `perSecond` not ≥ 0
 * @example
 * ```ts
 * import { finagleBudget } from "ostinato";
 *
 * finagleBudget().balance(0); // => 100
 * ```
 */
export function finagleBudget(
  options: {
    /** How long a request counts; 10 s unless given. */
    readonly ttl?: Duration;
    /** How many retries per second are granted besides; 10 unless given. */
    readonly perSecond?: number;
    /** The share of requests that may be retried; 0.2 unless given. */
    readonly percent?: number;
  } = {},
): RetryBudget {
  const read = optionsOf(options, "finagleBudget", ["ttl", "perSecond", "percent"]);
  // The default stands in for undefined alone: null is no duration.
  const [length = "10s"] = [read<Duration>("ttl")];
  const ttl = toMillis(length, "ttl");
  if (ttl < 1_000 || ttl > 60_000) throw new InvalidOptionError("ttl", "a duration from 1s to 60s", ttl);
  const perSecond = read<number>("perSecond", "a finite number ≥ 0", (value) => isNumber(value) && value >= 0) ?? 10;
  const percent =
    read<number>("percent", "a number from 0 to 1000", (value) => isNumber(value) && value >= 0 && value <= 1_000) ??
    0.2;
  const reserve = (perSecond * ttl) / 1_000;
  if (reserve === Infinity) throw new InvalidOptionError("perSecond", "a finite number of retries per ttl", perSecond);
  return windowed(ttl, reserve, percent);
}

function windowed(ttl: number, reserve: number, percent: number): RetryBudget {
  const slice = ttl / SLICES;
  let slices: { readonly index: number; tokens: number }[] = [];
  let latest = 0;
  /** Time that goes back, or is none, has not passed. */
  const move = (now: number): void => {
    if (Number.isFinite(now)) latest = Math.max(latest, Math.floor(now / slice));
    slices = slices.filter(({ index }) => index > latest - SLICES);
  };
  const add = (now: number, tokens: number): void => {
    move(now);
    const current = slices.at(-1);
    if (current?.index === latest) current.tokens += tokens;
    else slices.push({ index: latest, tokens });
  };
  const balance = (now: number): number => {
    move(now);
    return Math.max(0, reserve + slices.reduce((sum, { tokens }) => sum + tokens, 0));
  };
  return {
    begin: (now) => add(now, percent),
    balance,
    withdraw: (now, _failure, wanted) => {
      if (!wanted || balance(now) < 1 - ROUNDING) return undefined;
      add(now, -1);
      return 1;
    },
    deposit: () => {},
    fresh: () => windowed(ttl, reserve, percent),
  };
}

const isNumber = (value: unknown): value is number => typeof value === "number" && Number.isFinite(value);
