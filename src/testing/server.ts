import { InvalidOptionError } from "../core/invalid-option.ts";
import { isFunction, optionsOf } from "../core/options.ts";
import { type RetryBudget, retryBudget } from "../policy/budget.ts";
import { isCount } from "../policy/count.ts";
import { type Outage, type OutageOptions, outagesIn } from "./outage.ts";
import { type RandomTime, type TimeSource, timeSource } from "./random-time.ts";
import { failureByCode, type ServerFailureCode } from "./server-failure.ts";

/** How a simulated server works. */
export interface ServerOptions {
  /** How many calls it works on at once; `Infinity` for no limit. */
  readonly workers: number;
  /** How long the work on a call takes. */
  readonly serviceTime: RandomTime;
  /** How many calls may wait for a worker, first come first served; no limit unless given. */
  readonly queue?: number | undefined;
  /** When it does not work; always at work unless given. */
  readonly outage?: OutageOptions | readonly OutageOptions[] | undefined;
  /** A waiting call whose caller has left is worked on all the same, or dropped; `"served"` unless given. */
  readonly abandoned?: "served" | "dropped" | undefined;
  /** How many calls it takes, by a token bucket that holds `burst`, or what comes in a second; no limit unless given. */
  readonly rateLimit?: { readonly perSecond: number; readonly burst?: number | undefined } | undefined;
  /** The share of calls that fail, by chance, when the work is done; 0 unless given. */
  readonly failureRate?: number | undefined;
  /** How long a message is under way, each way; 0 unless given. */
  readonly network?: RandomTime | undefined;
  /** `"optimistic"` for one row that all calls change: a call fails if another has changed it while it worked. */
  readonly lock?: "none" | "optimistic" | undefined;
  /** The error of a call that is not served, such as your client's own; a `ServerFailure` unless given. */
  readonly error?: ((code: ServerFailureCode) => unknown) | undefined;
}

/** A server that has been described; every fleet has one of its own. */
export interface Server {
  readonly workers: number;
  readonly serviceTime: TimeSource;
  readonly queue: number;
  /** In order of time. */
  readonly outages: readonly Outage[];
  readonly abandoned: "served" | "dropped";
  readonly rateLimit: RetryBudget | undefined;
  readonly failureRate: number;
  readonly network: TimeSource | undefined;
  readonly lock: "none" | "optimistic";
  /** The error of a call that is not served. */
  readonly error: (code: ServerFailureCode) => unknown;
}

const KEYS = [
  "workers",
  "serviceTime",
  "queue",
  "outage",
  "abandoned",
  "rateLimit",
  "failureRate",
  "network",
  "lock",
  "error",
] as const;

/**
 * Describes a server for a fleet: how many workers, how long they take, and what goes wrong.
 *
 * @throws InvalidOptionError for an unknown option or one that cannot be used
 * @example
 * ```ts
 * import { server } from "ostinato/testing";
 *
 * server({ workers: 10, serviceTime: "100ms", outage: { from: "10s", to: "20s" } }).workers; // => 10
 * ```
 */
export function server(options: ServerOptions): Server {
  const read = optionsOf(options, "server", KEYS);
  const workers = read<number>("workers", COUNT, isCount);
  if (workers === undefined) throw new InvalidOptionError("workers", COUNT, undefined);
  const outage = read<OutageOptions>("outage");
  const network = read<RandomTime>("network");
  return Object.freeze({
    workers,
    serviceTime: timeSource(read<RandomTime>("serviceTime") ?? NaN, "serviceTime"),
    queue:
      read<number>("queue", "a whole number ≥ 0, or Infinity", (value) => value === 0 || isCount(value)) ?? Infinity,
    outages: outage === undefined ? [] : outagesIn(outage),
    abandoned: read("abandoned", '"served" or "dropped"', isOneOf("served", "dropped")) ?? "served",
    rateLimit: rateLimitIn(read<object>("rateLimit")),
    failureRate: read<number>("failureRate", "a share from 0 to 1", isShare) ?? 0,
    network: network === undefined ? undefined : timeSource(network, "network"),
    lock: read("lock", '"none" or "optimistic"', isOneOf("none", "optimistic")) ?? "none",
    error: read<Server["error"]>("error", "a function", isFunction) ?? failureByCode(),
  } satisfies Server);
}

const COUNT = "a whole number ≥ 1, or Infinity";

function rateLimitIn(given: object | undefined): RetryBudget | undefined {
  if (given === undefined) return undefined;
  const read = optionsOf(given, "rateLimit", ["perSecond", "burst"]);
  const perSecond = read<number>("perSecond", "a finite number > 0", isPositive);
  if (perSecond === undefined) throw new InvalidOptionError("perSecond", "a finite number > 0", undefined);
  const burst = read<number>("burst", "a finite number ≥ 1", (value) => isPositive(value) && Number(value) >= 1);
  // A rate limit is the same bucket as a budget that no success fills.
  const capacity = burst ?? Math.max(1, perSecond);
  return retryBudget({ capacity, perSuccess: 0, refill: { tokens: perSecond, every: "1s" } });
}

/** The value itself, once it has been seen to describe a server. */
export function checkedServer(value: unknown): Server {
  const { serviceTime, outages, error } = Object(value) as Partial<Server>;
  if (isFunction(serviceTime) && Array.isArray(outages) && isFunction(error)) return value as Server;
  throw new InvalidOptionError("server", "what server({ workers, serviceTime }) gives", value);
}

const isOneOf =
  (...words: readonly string[]) =>
  (value: unknown): boolean =>
    words.includes(value as string);
const isPositive = (value: unknown): boolean => typeof value === "number" && value > 0 && value < Infinity;
const isShare = (value: unknown): boolean => typeof value === "number" && value >= 0 && value <= 1;
