import { InvalidOptionError } from "../core/invalid-option.ts";
import { isFunction } from "../core/options.ts";
import type { TaskContext } from "./context.ts";
import { type AppOptions, hubOf } from "./app-options.ts";
import { callOf } from "./call.ts";
import { counters } from "./counters.ts";
import { deadLetters, type DeadLetters } from "./dead-letters.ts";
import { enqueue } from "./enqueue.ts";
import type { Listener, TaskEventName } from "./events.ts";
import { type Inspection, inspector } from "./inspect.ts";
import type { Registered } from "./hub.ts";
import { levelOf } from "./levels.ts";
import { asName } from "./names.ts";
import type { EnqueueOptions, SendingOptions, TaskOptions } from "./options.ts";
import { asyncResult, type AsyncResult } from "./result.ts";
import { type Task, taskOf } from "./task.ts";
import { type Worker, worker, type WorkerOptions } from "./worker.ts";

/** Tasks, and what they stand on. */
export interface App {
  /**
   * Declares a task that this process can run. The function gives arguments and result their types; it is told its attempt
   * before the arguments.
   *
   * @throws InvalidOptionError for a name that is taken, and options that cannot be used
   */
  // Before the function has given them their types, the compiler holds options against the defaults: anything goes.
  task<Args extends readonly unknown[] = any, Result = any>(
    name: string,
    run: (ctx: TaskContext<NoInfer<Args>>, ...args: Args) => Result | PromiseLike<Result>,
    options?: TaskOptions<NoInfer<Args>, NoInfer<Result>>,
  ): Task<Args, Result>;
  /** Declares a task that runs elsewhere, to send it: `app.task<[to: string], Receipt>("email.send")`. */
  task<Args extends readonly unknown[] = readonly unknown[], Result = unknown>(
    name: string,
    options?: SendingOptions<never>,
  ): Task<Args, Result>;
  /** Sends a task by its name alone. */
  send<Result = unknown>(name: string, options?: Partial<EnqueueOptions>): Promise<AsyncResult<Result>>;
  /** The result of a task that was sent from anywhere. */
  result<Result = unknown>(id: string): AsyncResult<Result>;
  /** A worker, which is yet to be started. */
  worker(options?: WorkerOptions): Worker;
  /** Listens to what happens here; answers with what ends the listening. */
  on<Name extends TaskEventName>(event: Name, listener: Listener<Name>): () => void;
  /** The dead letters of a queue. */
  deadLetters(queue?: string): DeadLetters;
  /** What runs, waits and was counted here. */
  inspect(): Promise<Inspection>;
  /**
   * Resolves when every task that was sent or received here has ended; it waits through retries and delays. It hears of what the
   * workers of this app do, and not of what ends elsewhere.
   */
  idle(): Promise<void>;
}

/**
 * Tasks over a transport: sent here, run by workers here or elsewhere, tried again as a policy says.
 *
 * @throws InvalidOptionError for an option that cannot be used
 * @example
 * ```ts
 * import { createApp } from "ostinato/tasks";
 *
 * const app = createApp();
 * const add = app.task("add", (_, x: number, y: number) => x + y);
 * const worker = app.worker().start();
 * const result = await add.delay(3, 4);
 * await result.get({ timeout: "5s" }); // => 7
 * await worker.drain();
 * ```
 */
export function createApp(options: AppOptions = {}): App {
  const hub = hubOf(options);
  const inspect = inspector(hub, counters(hub.bus));
  const declare = (name: unknown, run: unknown, given: unknown): Task<never, never> => {
    const task = asName(name, "name");
    if (hub.declared.has(task)) throw new InvalidOptionError("name", "a name that is not taken", task);
    if (run !== undefined && !isFunction(run)) throw new InvalidOptionError("run", "a function", run);
    hub.declared.set(task, levelOf(given as TaskOptions<never, never>, `task ${task}`));
    hub.settings.delete(task);
    if (run !== undefined) hub.registered.set(task, { name: task, run: run as Registered["run"] });
    return taskOf(hub, task);
  };
  return {
    task: (name: string, run?: unknown, given?: unknown) =>
      isFunction(run) || given !== undefined ? declare(name, run ?? null, given) : declare(name, undefined, run),
    send: async (name, how = {}) => asyncResult(hub, await enqueue(hub, asName(name, "name"), callOf(how))),
    result: (id) => asyncResult(hub, id),
    worker: (how) => worker(hub, how),
    on: (event, listener) => hub.bus.on(event, listener),
    deadLetters: (queue = "default") => deadLetters(hub, asName(queue, "queue")),
    inspect,
    idle: () => hub.underway.idle(),
  };
}
