// A database lock: short, jittered, many; only for deadlocks.
import { cap, equalJitter, exponential, onError, policy, retry, schedule } from "ostinato";

class DatabaseError extends Error {
  readonly code: string;

  constructor(code: string) {
    super(`database error ${code}`);
    this.code = code;
  }
}

export const onDeadlock = policy({
  attempts: 8,
  schedule: schedule(exponential("10ms"), cap("1s"), equalJitter),
  retryIf: onError(DatabaseError, (error) => error.code === "40P01"),
});

let begun = 0;
async function transfer(from: string, to: string, amount: number): Promise<string> {
  begun += 1;
  if (begun < 3) throw new DatabaseError("40P01");
  return `${amount} from ${from} to ${to}`;
}

console.log(await retry(() => transfer("ada", "grace", 10), onDeadlock)); // => 10 from ada to grace
console.log(begun); // => 3
