import { fixed, hedge, type RetryBudget, retryBudget } from "ostinato";
import { virtualClock } from "ostinato/testing";

/** How long a read takes, in milliseconds, when the first replica is slow and the second is not. */
export async function readTime(slow: number, quick: number, budget: RetryBudget = retryBudget({ capacity: 10 })) {
  const clock = virtualClock();
  const read = (replica: number): Promise<string> =>
    new Promise((resolve) => {
      clock.schedule(replica === 1 ? slow : quick, () => resolve(`from replica ${replica}`));
    });
  const options = { schedule: fixed("100ms"), attempts: 2, budget };
  const value = await clock.runUntil(hedge(({ attempt }) => read(attempt), options, { clock }));
  return { value, took: clock.now() };
}
