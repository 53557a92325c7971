/** Calls an operation again after a failure, in one library's way. */
export type Call = (operation: () => Promise<unknown>) => Promise<unknown>;

/** The same for all: so many retries, each after the same delay in milliseconds. */
export interface Settings {
  readonly retries: number;
  readonly delay: number;
}

/** A loop as one writes it by hand. */
export const byHand =
  ({ retries, delay }: Settings): Call =>
  async (operation) => {
    for (let attempt = 0; ; attempt++) {
      try {
        return await operation();
      } catch (error) {
        if (attempt >= retries) throw error;
      }
      if (delay > 0) await new Promise((resolve) => setTimeout(resolve, delay));
    }
  };

// The peers have a lock file of their own and need not be installed to check this file: what is used of each is told here.
type Calling<Options, Operation = () => Promise<unknown>> = (
  operation: Operation,
  options: Options,
) => Promise<unknown>;
type Piped = { pipe: (operator: unknown) => unknown };
interface Rx {
  readonly defer: (operation: () => Promise<unknown>) => Piped;
  readonly firstValueFrom: (stream: unknown) => Promise<unknown>;
  readonly retry: (options: unknown) => unknown;
  readonly timer: (delay: number) => unknown;
}
interface Cockatiel {
  readonly retry: (handled: unknown, options: object) => { execute: Call };
  readonly handleAll: unknown;
  readonly ConstantBackoff: new (delay: number) => unknown;
}
interface Effects {
  readonly Effect: {
    readonly retry: (effect: unknown, options: object) => unknown;
    readonly tryPromise: (operation: () => Promise<unknown>) => unknown;
    readonly runPromise: (effect: unknown) => Promise<unknown>;
  };
  readonly Schedule: { readonly spaced: (delay: number) => unknown };
}

/** A peer, by its name in bench/package.json. */
export const load = <Module>(name: string): Promise<Module> => import(name) as Promise<Module>;

/** Every peer under the same settings; each is set up once, as its users would. */
export async function peers({ retries, delay }: Settings): Promise<Readonly<Record<string, Call>>> {
  const [pRetry7, pRetry9] = await Promise.all(
    ["p-retry-7", "p-retry-9"].map((name) => load<{ default: Calling<object> }>(name)),
  );
  const { default: asyncRetry } = await load<{ default: Calling<object> }>("async-retry");
  const cockatiel = await load<Cockatiel>("cockatiel");
  const { backOff } = await load<{ backOff: Calling<object> }>("exponential-backoff");
  const { retry: promiseRetry } = await load<{ retry: Calling<object> }>("ts-retry-promise");
  const { Effect, Schedule } = await load<Effects>("effect");
  const { defer, firstValueFrom, retry: rxRetry, timer } = await load<Rx>("rxjs");
  const { retryBackoff } = await load<{ retryBackoff: (options: object) => unknown }>("backoff-rxjs");

  const nodeRetry = { retries, minTimeout: delay, maxTimeout: delay, factor: 1, randomize: false };
  const policy = cockatiel.retry(cockatiel.handleAll, {
    maxAttempts: retries,
    backoff: new cockatiel.ConstantBackoff(delay),
  });
  const backOffOptions = { numOfAttempts: retries + 1, startingDelay: delay, timeMultiple: 1 };
  const promiseOptions = { retries, delay, timeout: "INFINITELY" };
  const effectOptions = delay > 0 ? { times: retries, schedule: Schedule.spaced(delay) } : { times: retries };
  const operator = rxRetry({ count: retries, delay: () => timer(delay) });
  const plainOperator = rxRetry(retries);
  const backoffOperator = retryBackoff({ initialInterval: delay, maxRetries: retries, backoffDelay: () => delay });
  return {
    cockatiel: (operation) => policy.execute(operation),
    ...(delay === 0 && { "rxjs `retry(n)`": (operation) => firstValueFrom(defer(operation).pipe(plainOperator)) }),
    "rxjs `retry` with `timer`": (operation) => firstValueFrom(defer(operation).pipe(operator)),
    "ts-retry-promise": (operation) => promiseRetry(operation, promiseOptions),
    "backoff-rxjs": (operation) => firstValueFrom(defer(operation).pipe(backoffOperator)),
    "async-retry": (operation) => asyncRetry(operation, nodeRetry),
    "exponential-backoff": (operation) => backOff(operation, backOffOptions),
    "Effect 4": (operation) => Effect.runPromise(Effect.retry(Effect.tryPromise(operation), effectOptions)),
    "p-retry 7": (operation) => pRetry7!.default(operation, nodeRetry),
    "p-retry 9": (operation) => pRetry9!.default(operation, nodeRetry),
  };
}
