import type { Random } from "../core/random.ts";
import type { Clock } from "../engine/clock.ts";
import type { PolicyFunctions } from "../policy/json.ts";
import type { Policy } from "../policy/policy.ts";
import type { RecordedError } from "../transport/dead-letter.ts";
import type { Transport } from "../transport/transport.ts";
import type { Aside } from "./aside.ts";
import type { ResultBackend } from "./backend.ts";
import type { Around, TaskContext } from "./context.ts";
import type { EventBus } from "./events.ts";
import type { IdempotencyStore } from "./idempotency.ts";
import { type Level, merged } from "./levels.ts";
import type { Plain } from "./manifest.ts";
import type { PublishPolicy } from "./options.ts";
import type { Serializer } from "./serializer.ts";
import type { Spares } from "./spares.ts";
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
  /** What most messages say of themselves. */
  readonly plain: Plain;
  /** The policies by which tasks were judged: by what the message said, and by the name of the task. */
  readonly judges: Map<string, Policy<never>>;
  /** How the house itself tries again when a store or the broker fails. */
  readonly persistence: Policy;
  /** How hard a message is sent, unless a task or a call says otherwise. */
  readonly publish: PublishPolicy;
  readonly describe: (error: unknown) => RecordedError;
  readonly around: Around | undefined;
  /** Timers that most tasks do not live to need. */
  readonly aside: Aside;
  /** Signals for what is sent, and most often taken at once. */
  readonly spares: Spares;
  readonly bus: EventBus;
  readonly underway: Underway;
  /** The tasks that can be run here, by name. */
  readonly registered: Map<string, Registered>;
  /** What each declared task says of itself, by name. */
  readonly declared: Map<string, Level>;
  readonly defaults: Level;
  readonly overrides: ReadonlyMap<string, Level>;
  /** What holds for a task, by name, once somebody has asked; forgotten when it is declared. */
  readonly settings: Map<string, Level>;
}

/** What holds for a task before a call says anything: task, over the override by name, over the one for all, over the defaults. */
export function settingsOf(hub: Hub, task: string): Level {
  const known = hub.settings.get(task);
  if (known !== undefined) return known;
  const [override, own] = [hub.overrides.get(task), hub.declared.get(task)];
  const settings = merged([hub.defaults, hub.overrides.get("*"), override, own]);
  // Of names alone that are known here: those of strangers have no end.
  if (override !== undefined || own !== undefined) hub.settings.set(task, settings);
  return settings;
}

/** Where messages of a task go, unless a call says otherwise. */
export const queueOf = (hub: Hub, task: string): string => settingsOf(hub, task).queue ?? "default";

/** Where the dead letters of a queue go. */
export const deadLettersOf = (queue: string): string => `${queue}.dead`;
