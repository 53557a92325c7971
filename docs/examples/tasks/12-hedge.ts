// Hedge a slow read: the next attempt starts if the last is still silent, the first answer wins, the others are aborted.
import { fixed, hedge } from "ostinato";

const aborted: number[] = [];
const read = (key: string, { replica, signal }: { replica: number; signal: AbortSignal }): Promise<string> =>
  new Promise((resolve) => {
    if (replica === 3) resolve(`${key} from replica 3`);
    signal.addEventListener("abort", () => aborted.push(replica));
  });

const value = await hedge(({ attempt, signal }) => read("key", { replica: attempt, signal }), {
  schedule: fixed("20ms"),
  attempts: 3,
});
console.log(value); // => key from replica 3
console.log(aborted.join(", ")); // => 1, 2
