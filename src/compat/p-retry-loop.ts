import { onAbort } from "../engine/abort.ts";
import { sleep } from "../engine/sleep.ts";
import type { Peer } from "./p-retry-peer.ts";
import { begun, leave, type PRun } from "./p-retry-run.ts";
import { type PRetryOptions, settingsOf } from "./p-retry-settings.ts";
import { verdict } from "./p-retry-verdict.ts";

/** What is tried. */
export type Input<T> = (attemptNumber: number) => PromiseLike<T> | T;

/** `pRetry` as the given p-retry does it, but for what is unsafe: see `docs/coming-from-p-retry.md`. */
export async function retried<T>(peer: Peer, input: Input<T>, options: PRetryOptions | undefined): Promise<T> {
  const settings = settingsOf(options, peer.edition);
  const { signal } = settings;
  if (signal?.aborted) throw signal.reason;
  const run = begun(peer, settings);
  if (signal === undefined) return looped(input, run);
  return new Promise((resolve, reject) => {
    const release = onAbort(signal, () => {
      reject(signal.reason);
      run.interrupt?.();
    });
    const settled =
      <Ending>(settle: (ending: Ending) => void) =>
      (ending: Ending): void => {
        release();
        settle(ending);
      };
    looped(input, run).then(settled(resolve), settled(reject));
  });
}

async function looped<T>(input: Input<T>, run: PRun): Promise<T> {
  for (;;) {
    run.attemptNumber++;
    try {
      return await input(run.attemptNumber);
    } catch (error) {
      leave(run);
      const { counts, delay } = await verdict(run, error);
      // What has grown beyond all numbers is still a delay.
      await sleep(run, Math.min(delay, Number.MAX_VALUE));
      leave(run);
      if (counts) run.retriesConsumed++;
    }
  }
}
