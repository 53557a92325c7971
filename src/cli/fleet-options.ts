import { InvalidOptionError } from "../core/invalid-option.ts";
import { suggestion } from "../core/nearest.ts";
import { type RetryBudget, retryBudget } from "../policy/budget.ts";
import { awsQuota, finagleBudget, grpcThrottling } from "../policy/budget-presets.ts";
import type { Policy } from "../policy/policy.ts";
import type { FleetOptions } from "../testing/fleet-plan.ts";
import { server } from "../testing/server.ts";
import { type Given, UsageError } from "./arguments.ts";
import { durationIn, seedIn } from "./option-values.ts";
import { policyIn } from "./policy-in.ts";
import type { World } from "./world.ts";

/** What `ostinato fleet` was asked for, and what to say of it. */
export interface FleetQuestion {
  readonly options: FleetOptions & { readonly clients: number; readonly seed: number };
  readonly policy: Policy;
  /** Requests per second; undefined where clients think in between. */
  readonly arrivals: number | undefined;
  /** Calls per second that the server can take. */
  readonly capacity: number;
  readonly outage: { readonly from: number; readonly to: number } | undefined;
  /** As it was written. */
  readonly budget: string | undefined;
  readonly layers: number;
}

/** When the outage begins: until then there is something to compare with. */
const QUIET = 10_000;
/** How busy the server is on a usual day. */
const LOAD = 0.7;

/** @throws InvalidOptionError or UsageError, which name the option */
export async function questionIn(given: Given, world: World): Promise<FleetQuestion> {
  const budget = given.value("budget");
  const { workers, serviceTime } = strengthIn(given);
  const capacity = (workers / serviceTime) * 1_000;
  const think = durationIn(given, "think");
  const asked = figureIn(given, "arrivals");
  if (think !== undefined && asked !== undefined) throw new UsageError("--arrivals or --think, not both");
  const arrivals = think === undefined ? (asked ?? LOAD * capacity) : undefined;
  const length = durationIn(given, "outage");
  const outage = length === undefined ? undefined : { from: QUIET, to: QUIET + length };
  const layers = countIn(given, "layers") ?? 1;
  const own = await policyIn(given, world, {
    attemptTimeout: "1s",
    budget: budget === undefined ? undefined : budgetFrom(budget),
  });
  return {
    policy: own,
    arrivals,
    capacity,
    outage,
    budget,
    layers,
    options: {
      policy: own,
      clients: countIn(given, "clients") ?? 1,
      arrivals: arrivals ?? { think: { kind: "exponential", mean: think! } },
      layers: Array.from({ length: layers - 1 }, () => own),
      duration: durationIn(given, "duration"),
      seed: seedIn(given) ?? 1,
      server: server({
        workers,
        serviceTime: { kind: "exponential", mean: serviceTime },
        queue: countIn(given, "queue"),
        outage,
      }),
    },
  };
}

/** Workers and how long they take, of which the capacity says one. */
function strengthIn(given: Given): { readonly workers: number; readonly serviceTime: number } {
  const capacity = figureIn(given, "capacity");
  const [workers, time] = [countIn(given, "workers"), durationIn(given, "service-time")];
  if (time === 0) throw new InvalidOptionError("--service-time", "a duration > 0", given.value("service-time"));
  if (capacity === undefined) return { workers: workers ?? 10, serviceTime: time ?? 100 };
  if (workers !== undefined && time !== undefined)
    throw new UsageError("--capacity is what --workers and --service-time come to: give two of the three");
  const enough = workers ?? Math.max(1, Math.round((capacity * (time ?? 100)) / 1_000));
  return { workers: enough, serviceTime: (enough / capacity) * 1_000 };
}

const PRESETS: ReadonlyMap<string, () => RetryBudget> = new Map([
  ["grpc", () => grpcThrottling()],
  ["aws", () => awsQuota()],
  ["aws-2.1", () => awsQuota({ edition: "2.1" })],
  ["finagle", () => finagleBudget()],
]);

function budgetFrom(text: string): RetryBudget {
  const preset = PRESETS.get(text);
  if (preset !== undefined) return preset();
  const match = /^(\d+(?:\.\d+)?)(?:,(\d+(?:\.\d+)?))?$/.exec(text);
  const capacity = Number(match?.[1] ?? 0);
  if (match !== null && capacity > 0)
    return retryBudget({ capacity, perSuccess: match[2] === undefined ? undefined : Number(match[2]) });
  const hint = suggestion(text, [...PRESETS.keys()]);
  const expected = `CAPACITY, CAPACITY,PER_SUCCESS or one of ${[...PRESETS.keys()].join(", ")}`;
  throw new InvalidOptionError("--budget", expected, text, { hint });
}

/** A count, which is at least 1. */
function countIn({ value }: Given, option: string): number | undefined {
  const text = value(option);
  if (text === undefined) return undefined;
  const count = /^\d+$/.test(text) ? Number(text) : 0;
  if (count >= 1) return count;
  throw new InvalidOptionError(`--${option}`, "a whole number ≥ 1", text);
}

/** So many a second. */
function figureIn({ value }: Given, option: string): number | undefined {
  const text = value(option);
  if (text === undefined) return undefined;
  const figure = /^\d+(\.\d+)?$/.test(text) ? Number(text) : 0;
  if (figure > 0 && figure < Infinity) return figure;
  throw new InvalidOptionError(`--${option}`, "a number > 0", text);
}
