/** What a package that uses the other entries compiles, with their types in its own declarations, and runs. */
import { sample } from "fast-check";
import { fixed, type Policy, policy, retry } from "ostinato";
import { type BullMQJobOptions, isRateLimit, toBullMQ } from "ostinato/compat";
import { combineHooks, type Logger, logHooks, type LogOptions } from "ostinato/observe";
import pRetry, { AbortError, fromPRetry, type PRetryOptions } from "ostinato/p-retry";
import { type App, createApp, type Task, type TaskOptions } from "ostinato/tasks";
import { anySchedule } from "ostinato/testing/arbitraries";
import { type Envelope, memoryTransport, type Transport } from "ostinato/transport";

export const lines: string[] = [];
export const logger: Logger = {
  info: (line) => lines.push(line),
  warn: (line) => lines.push(line),
  error: (line) => lines.push(line),
};
export const options: LogOptions = { name: "load" };
export const hooks = combineHooks(logHooks(logger, options));
export const logged = policy({ attempts: 2, schedule: fixed(1), ...hooks });

export const jobs: BullMQJobOptions = toBullMQ({ attempts: 4, schedule: fixed("1s") });
export const settings: PRetryOptions = { retries: 1, minTimeout: 1 };
export const translated: Policy = fromPRetry({ retries: 2 });

export const transport: Transport = memoryTransport();
export const app: App = createApp({ transport });
export const taskOptions: TaskOptions<readonly [number], number> = { policy: { attempts: 2 } };
export const double: Task<[number], number> = app.task("double", (_, value: number) => value * 2, taskOptions);
export const subject = ({ task }: Envelope): string => task;

async function main(): Promise<void> {
  const worker = app.worker().start();
  const result = await double.delay(21);
  const gone = await pRetry(() => Promise.reject(new AbortError("gone")), settings).catch((error: Error) => error);
  const seen = [
    await retry(() => "logged", logged),
    jobs.attempts,
    isRateLimit({ status: 429 }),
    gone.message,
    translated.attempts,
    await result.get(),
    sample(anySchedule, 3).every(({ name }) => name.length > 0),
  ];
  await worker.drain();
  const expected = ["logged", 4, true, "gone", 3, 42, true];
  if (JSON.stringify(seen) !== JSON.stringify(expected)) throw new Error(`saw ${JSON.stringify(seen)}`);
  console.log("a consumer of every entry is served");
}

void main();
