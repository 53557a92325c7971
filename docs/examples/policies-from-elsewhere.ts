import { policyToJSON } from "ostinato";
import { fromCelery, fromTemporal, toBullMQ, toTemporal } from "ostinato/compat";
import { simulate, fail, ok } from "ostinato/testing";

class ConnectionError extends Error {}

// The decorator of a Celery task, key by key.
const fromPython = fromCelery({
  autoretry_for: [ConnectionError],
  retry_backoff: 60,
  retry_backoff_max: 3_600,
  retry_jitter: false,
  max_retries: 10,
});
const lost = new ConnectionError("lost");
const run = await simulate(fromPython, [fail(lost), fail(lost), ok("done")]);
console.log(fromPython.schedule.name, "|", run.timeline);

// Another system's figures, in a third one's words.
const { attempts, schedule } = fromTemporal({ initialInterval: "1 second", maximumAttempts: 5 });
console.log(toBullMQ({ attempts, schedule }));
console.log(toTemporal({ attempts, schedule }));

// What has a notation is data.
console.log(policyToJSON({ attempts, schedule }));
