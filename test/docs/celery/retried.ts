import { formatMillis } from "ostinato";

/** An error as it is recorded. */
export const temporary = (message: string) => ({ name: "TemporaryError", message });

/** The log of a task that is tried again with these delays, in seconds, between its attempts. */
export function retried(task: string, error: string, delays: readonly number[], end: string): string[] {
  let now = 0;
  const lines = delays.flatMap((delay) => {
    const at = formatMillis(now * 1_000);
    now += delay;
    return [`${at} received ${task}`, `${at} retry ${task} in ${formatMillis(delay * 1_000)}: ${error}`];
  });
  const last = formatMillis(now * 1_000);
  return [...lines, `${last} received ${task}`, `${last} ${end}`];
}
