import { InvalidOptionError } from "../core/invalid-option.ts";
import { isFunction, optionsOf } from "../core/options.ts";
import type { Random } from "../core/random.ts";
import type { Clock } from "../engine/clock.ts";
import { surroundings } from "../engine/env.ts";
import type { PolicyFunctions } from "../policy/json.ts";
import type { RecordedError } from "../transport/dead-letter.ts";
import { memoryTransport } from "../transport/memory.ts";
import type { Transport } from "../transport/transport.ts";
import { Aside } from "./aside.ts";
import type { ResultBackend } from "./backend.ts";
import type { Around } from "./context.ts";
import type { Hub } from "./hub.ts";
import { eventBus } from "./events.ts";
import { type IdempotencyStore, memoryIdempotency } from "./idempotency.ts";
import { levelOf } from "./levels.ts";
import { plainManifest } from "./manifest.ts";
import { memoryBackend } from "./memory-backend.ts";
import type { PublishPolicy, TaskOptions } from "./options.ts";
import { internalPolicy } from "./persistence.ts";
import { recordError } from "./recorded-error.ts";
import { json, type Serializer } from "./serializer.ts";
import { Spares } from "./spares.ts";
import { checkedPublish } from "./task-policy.ts";
import { underway } from "./underway.ts";

/** What an app stands on; everything may be left out, and is in the memory of this process then. */
export interface AppOptions {
  readonly transport?: Transport | undefined;
  readonly backend?: ResultBackend | undefined;
  readonly idempotency?: IdempotencyStore | undefined;
  /** How arguments and results become bytes; `json()` unless given. */
  readonly serializer?: Serializer | undefined;
  /** Where time comes from; the machine's unless given. What the app makes itself goes by it, too. */
  readonly clock?: Clock | undefined;
  /** The draws; `Math.random` unless given. */
  readonly random?: Random | undefined;
  /** What holds for every task that does not say otherwise. */
  readonly defaults?: TaskOptions<never, never> | undefined;
  /** What holds for tasks by name, or for all by `"*"`, where the task itself does not say otherwise. */
  readonly overrides?: Readonly<Record<string, TaskOptions<never, never>>> | undefined;
  /** How hard to try to send a message; 4 attempts within 30 s unless given. */
  readonly publish?: PublishPolicy | undefined;
  /** Goes around every attempt, outermost. */
  readonly around?: Around | undefined;
  /** Functions that the policy of a call may name, since it travels as data. */
  readonly functions?: PolicyFunctions | undefined;
  /** What is recorded of an error; `recordError`, without the stack, unless given. The place to redact. */
  readonly describe?: ((error: unknown) => RecordedError) | undefined;
}

const KEYS = [
  "transport",
  "backend",
  "idempotency",
  "serializer",
  "clock",
  "random",
  "defaults",
  "overrides",
  "publish",
  "around",
  "functions",
  "describe",
] as const;

/** @throws InvalidOptionError for an unknown option or one that cannot be used */
export function hubOf(options: AppOptions): Hub {
  const read = optionsOf(options, "app", KEYS);
  const { clock, random } = surroundings({ clock: read<Clock>("clock"), random: read<Random>("random") });
  const port = <Port>(name: string, methods: readonly string[]): Port | undefined =>
    read<Port>(name, `an object with ${methods.join(", ")}`, (value) =>
      methods.every((method) => isFunction((Object(value) as Record<string, unknown>)[method])),
    );
  const transport = port<Transport>("transport", ["publish", "consume", "close"]) ?? memoryTransport({ clock });
  const isObject = (value: unknown): boolean => typeof value === "object" && value !== null;
  if (!isObject(transport.capabilities))
    throw new InvalidOptionError("transport", "an object with capabilities", transport);
  const describe = read<(error: unknown) => RecordedError>("describe", "a function", isFunction);
  const publish = read<PublishPolicy>("publish");
  const serializer = port<Serializer>("serializer", ["encode", "decode"]) ?? json();
  return {
    transport,
    backend: port<ResultBackend>("backend", ["get", "set", "watch", "forget"]) ?? memoryBackend({ clock }),
    idempotency:
      port<IdempotencyStore>("idempotency", ["claim", "complete", "release"]) ?? memoryIdempotency({ clock }),
    serializer,
    plain: plainManifest(serializer.name),
    judges: new Map(),
    clock,
    random,
    functions: read<PolicyFunctions>("functions", "predicates and hints", isObject) ?? {},
    persistence: internalPolicy(),
    publish: publish === undefined ? {} : checkedPublish(publish),
    describe: (error) => described(describe, error),
    around: read<Around>("around", "a function", isFunction),
    aside: new Aside(clock),
    spares: new Spares(),
    bus: eventBus(),
    underway: underway(),
    registered: new Map(),
    declared: new Map(),
    defaults: levelOf(read("defaults"), "defaults"),
    overrides: overridesOf(read("overrides", "options by the name of a task", isObject)),
    settings: new Map(),
  };
}

function overridesOf(value: object | undefined): ReadonlyMap<string, ReturnType<typeof levelOf>> {
  const names = Object.keys(value ?? {});
  const read = value === undefined ? undefined : optionsOf(value, "overrides", names);
  return new Map(names.map((name) => [name, levelOf(read?.(name), `overrides of ${name}`)]));
}

/** What the caller's function says of an error, cut as any other; where that fails, nothing is said. */
function described(describe: ((error: unknown) => RecordedError) | undefined, error: unknown): RecordedError {
  if (describe === undefined) return recordError(error);
  try {
    const said = describe(error);
    if (typeof said.name === "string" && typeof said.message === "string") return recordError(said, { stack: true });
  } catch {
    // It was to say what may leave the process: nothing does.
  }
  return { name: "Error", message: "an error that could not be described" };
}
