import { cap, explain, exponential, fullJitter, lint, policy, schedule } from "ostinato";

const gentle = policy({
  attempts: 6,
  schedule: schedule(exponential("200ms"), cap("30s"), fullJitter),
  attemptTimeout: "2s",
  totalTimeout: "15s",
});

const { least, expected, worst, rows, approximate } = explain(gentle);
console.log({ least, expected, worst, approximate });
console.table(rows);
for (const { code, reason } of lint(gentle)) console.log(`${code}: ${reason}`);
