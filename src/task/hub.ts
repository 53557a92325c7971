import type { Random } from "../core/random.ts";
import type { Clock } from "../engine/clock.ts";
import type { PolicyFunctions } from "../policy/json.ts";
import type { Policy } from "../policy/policy.ts";
import type { RecordedError } from "../transport/dead-letter.ts";
import type { Transport } from "../transport/transport.ts";
import type { ResultBackend } from "./backend.ts";
import type { Around, TaskContext } from "./context.ts";
import type { EventBus } from "./events.ts";
import type { IdempotencyStore } from "./idempotency.ts";
import { type Level, merged } from "./levels.ts";
import type { PublishPolicy } from "./options.ts";
import type { Serializer } from "./serializer.ts";
import type { Underway } from "./underway.ts";

/** A task that this process can run. */
export interface Registered {
  readonly name: string;
  readonly run: (ctx: TaskContext, ...args: readonly unknown[]) => unknown;
}

/** What the parts of an app share. */
export interface Hub {
  readonly transport: Transport;
  readonly backend: ResultBackend;
  readonly idempotency: IdempotencyStore;
  readonly serializer: Serializer;
  readonly clock: Clock;
  readonly random: Random;
  readonly functions: PolicyFunctions;
  /** How the house itself tries again when a store or the broker fails. */
  readonly persistence: Policy;
  /** How hard a message is sent, unless a task or a call says otherwise. */
  readonly publish: PublishPolicy;
  readonly describe: (error: unknown) => RecordedError;
  readonly around: Around | undefined;
  readonly bus: EventBus;
  readonly underway: Underway;
  /** The tasks that can be run here, by name. */
  readonly registered: Map<string, Registered>;
  /** What each declared task says of itself, by name. */
  readonly declared: Map<string, Level>;
  readonly defaults: Level;
  readonly overrides: ReadonlyMap<string, Level>;
}

/** What holds for a task before a call says anything: task, over the override by name, over the one for all, over the defaults. */
export const settingsOf = (hub: Hub, task: string): Level =>
  merged([hub.defaults, hub.overrides.get("*"), hub.overrides.get(task), hub.declared.get(task)]);

/** Where messages of a task go, unless a call says otherwise. */
export const queueOf = (hub: Hub, task: string): string => settingsOf(hub, task).queue ?? "default";

/** Where the dead letters of a queue go. */
export const deadLettersOf = (queue: string): string => `${queue}.dead`;
