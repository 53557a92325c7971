// See the worst case before it happens, and be told what is unwise.
import { cap, explain, exponential, fullJitter, lint, policy, schedule } from "ostinato";

const gentle = policy({
  attempts: 6,
  schedule: schedule(exponential("200ms"), cap("30s"), fullJitter),
  attemptTimeout: "2s",
});
console.log(explain(gentle).worst.total); // => 18200

const rash = policy({ attempts: 10, schedule: exponential("1s") });
const codes = lint(rash).map((finding) => finding.code);
console.log(codes.join(", ")); // => no-jitter, no-cap, no-deadline
