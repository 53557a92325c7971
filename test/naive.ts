import type { AttemptContext } from "../src/engine/context.ts";
import type { Clock } from "../src/engine/clock.ts";
import type { Env } from "../src/engine/env.ts";
import type { Operation } from "../src/engine/run.ts";
import type { PolicyOptions } from "../src/policy/policy.ts";

/**
 * A retry loop as most people write it, behind the same face as `retry`, so that one scenario can be run on both.
 *
 * It checks nothing, takes limits as plain milliseconds, knows no limit per attempt and looks at its signal only between
 * attempts. Its clock is the machine's, or the virtual one that a scenario gives it.
 */
export async function retry<T>(operation: Operation<T>, options: PolicyOptions<T> = {}, env: Env = {}): Promise<T> {
  const { attempts = 3, schedule, retryIf, onRetry, totalTimeout } = options;
  const { clock, signal, random = Math.random } = env;
  const now = (): number => clock?.wallNow() ?? Date.now();
  const base = schedule?.delay({ retry: 1, previousDelay: 0 }, random) ?? random() * 200;
  const start = now();
  let last: unknown;
  for (let i = 0; i < attempts; i++) {
    const attempt = i + 1;
    try {
      return await operation({ attempt, attempts, signal } as AttemptContext);
    } catch (error) {
      last = error;
      const elapsed = now() - start;
      const delay = base * 2 ** i;
      if (signal?.aborted) throw signal.reason;
      if (retryIf && !retryIf(error, { attempt, elapsed, previousDelay: 0 })) throw error;
      if (attempt === attempts) throw error;
      if (totalTimeout && elapsed > Number(totalTimeout)) throw error;
      await told(onRetry, { attempt, attempts, elapsed, failure: { kind: "error", error }, delay, from: "schedule" });
      if (delay > 0) await sleep(delay, clock);
    }
  }
  throw last;
}

const told = async <Event>(hook: ((event: Event) => unknown) | undefined, event: Event): Promise<void> =>
  void (await hook?.(event));

const sleep = (delay: number, clock: Clock | undefined): Promise<void> =>
  new Promise((resolve) => {
    if (clock === undefined) setTimeout(resolve, delay);
    else clock.schedule(delay, resolve);
  });

/** A function with {@link retry} around it, as most people write it. */
export const wrap =
  <Args extends readonly unknown[], T>(
    operation: (...args: Args) => Promise<T>,
    options?: PolicyOptions<T>,
    env?: Env,
  ): ((...args: Args) => Promise<T>) =>
  (...args) =>
    retry(() => operation(...args), options, env);
