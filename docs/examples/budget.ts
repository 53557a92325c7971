import { fixed, policy, retryBudget, settle } from "ostinato";
import { virtualClock } from "ostinato/testing";

/** How many calls reach a server that is down, for so many requests, with a budget and without. */
export async function callsOf(requests: number, capacity?: number): Promise<number> {
  const clock = virtualClock();
  const budget = capacity === undefined ? undefined : retryBudget({ capacity });
  const patient = policy({ attempts: 4, schedule: fixed("100ms"), budget });
  let calls = 0;
  const down = (): Promise<never> => {
    calls++;
    return Promise.reject(new Error("down"));
  };
  for (let request = 0; request < requests; request++) await clock.runUntil(settle(down, patient, { clock }));
  return calls;
}
