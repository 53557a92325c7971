// Policies from elsewhere: each converter is held against the system's own figures.
import { fixed } from "ostinato";
import { fromCelery, fromGrpc, fromTemporal, toBullMQ } from "ostinato/compat";

class ConnectionError extends Error {}

const asInPython = fromCelery({
  autoretry_for: [ConnectionError],
  retry_backoff: true,
  retry_backoff_max: 600,
  retry_jitter: true,
  max_retries: 5,
});
console.log(asInPython.attempts, asInPython.schedule.bounds(4).max); // => 6 8000

const asInTheServiceConfig = fromGrpc({
  maxAttempts: 4,
  initialBackoff: "0.1s",
  maxBackoff: "1s",
  backoffMultiplier: 2,
  retryableStatusCodes: ["UNAVAILABLE"],
});
console.log(asInTheServiceConfig.schedule.bounds(4).max); // => 960

console.log(fromTemporal({ maximumAttempts: 5 }).schedule.name); // => exponential 1s x2, cap 100s
console.log(toBullMQ({ attempts: 5, schedule: fixed("1s") }).backoff); // => { type: 'fixed', delay: 1000 }
