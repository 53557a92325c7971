// sidekiq: how Sidekiq retries a job, 25 times in about 20 days.
import { explain, preview } from "ostinato";
import { sidekiq } from "ostinato/compat";

for (const { min, max } of preview(sidekiq.schedule, { attempts: 4 }))
  console.log(`${min / 1_000} to ${max / 1_000} s`);
// => 15 to 25 s
// => 16 to 36 s
// => 31 to 61 s
console.log(Math.round(explain(sidekiq).expected.delay / 86_400_000)); // => 20
