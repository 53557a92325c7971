import { type Duration, toMillis } from "../core/duration.ts";
import { InvalidOptionError } from "../core/invalid-option.ts";
import { optionsOf } from "../core/options.ts";
import { isCount } from "../policy/count.ts";
import { type Policy, policy, type PolicyOptions } from "../policy/policy.ts";
import { type Arrivals, type Crowd, crowdOf } from "./arrivals.ts";
import { checkedServer, type Server } from "./server.ts";

/** Who calls what, how often and for how long. */
export interface FleetOptions {
  /** How the clients retry; the standard policy unless given. Results are good, so `retryResult` is not asked. */
  readonly policy?: PolicyOptions | undefined;
  /** How many clients there are; 1 unless given. */
  readonly clients?: number | undefined;
  /** When they ask: requests per second of all together, or `{ think }`, or `{ onceWithin }`. */
  readonly arrivals: Arrivals;
  /** What they call, made by `server`. */
  readonly server: Server;
  /** Services between the clients and the server, each of which retries by a policy of its own; the outermost first. */
  readonly layers?: readonly PolicyOptions[] | undefined;
  /** Who shares the policy's budget: the calls of one client, or all; `"client"` unless given. A layer shares its own. */
  readonly budgetFor?: "client" | "fleet" | undefined;
  /**
   * How long it goes on, in virtual time; unless given, two minutes beyond the last outage, a minute without one, and at
   * most an hour where each client asks once.
   */
  readonly duration?: Duration | undefined;
  /** How long a bin of the histogram is; 1 s unless given. */
  readonly bin?: Duration | undefined;
  /** The same seed gives the same report; 1 unless given. */
  readonly seed?: number | undefined;
}

/** Checked options, in milliseconds. */
export interface FleetPlan {
  /** The clients' policy, then those of the layers. */
  readonly policies: readonly Policy[];
  readonly clients: number;
  readonly crowd: Crowd;
  readonly server: Server;
  readonly budgetFor: "client" | "fleet";
  readonly duration: number;
  readonly bin: number;
  readonly seed: number;
}

const KEYS = ["policy", "clients", "arrivals", "server", "layers", "budgetFor", "duration", "bin", "seed"] as const;

const MOST_CLIENTS = 1_000_000;
const MOST_BINS = 1_000_000;

/** @throws InvalidOptionError for an unknown option or one that cannot be used */
export function planOf(options: FleetOptions): FleetPlan {
  const read = optionsOf(options, "fleet", KEYS);
  const server = checkedServer(read("server"));
  const arrivals = read<Arrivals>("arrivals");
  const given = read<readonly PolicyOptions[]>("layers", "a list of policies", Array.isArray) ?? [];
  const after = server.outages.at(-1)?.to;
  const crowd = crowdOf(arrivals);
  const isOnce = (arrivals as { readonly onceWithin?: Duration }).onceWithin !== undefined;
  // The defaults stand in for undefined alone: null is no duration, and no policy.
  const [usual = isOnce ? HOUR : (after ?? -MINUTE) + 2 * MINUTE, short = 1_000, own = {}] = [
    read<Duration>("duration"),
    read<Duration>("bin"),
    read<PolicyOptions>("policy"),
  ];
  const [duration, bin] = [toMillis(usual, "duration"), toMillis(short, "bin")];
  if (!(bin > 0 && duration / bin <= MOST_BINS))
    throw new InvalidOptionError("bin", `a duration > 0, at most ${MOST_BINS} of them`, bin);
  return {
    policies: [own, ...given].map(withGoodResults),
    clients: read<number>("clients", `a whole number from 1 to ${MOST_CLIENTS}`, isCrowd) ?? 1,
    crowd,
    server,
    budgetFor: read("budgetFor", '"client" or "fleet"', (value) => value === "client" || value === "fleet") ?? "client",
    duration,
    bin,
    seed: read<number>("seed", "a safe integer", Number.isSafeInteger) ?? 1,
  };
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const withGoodResults = (options: PolicyOptions): Policy => {
  const checked = policy(options);
  return checked.retryResult === undefined ? checked : policy({ ...checked, retryResult: undefined });
};

const isCrowd = (value: unknown): boolean => isCount(value) && Number(value) <= MOST_CLIENTS;
