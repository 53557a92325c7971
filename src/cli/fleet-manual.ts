import type { Manual } from "./manual.ts";
import { AS_JSON, POLICY_OPTIONS, SVG } from "./option.ts";
import { POLICY_NOTE } from "./policy-in.ts";

/** What `ostinato fleet` says of itself. */
export const FLEET_MANUAL: Manual = {
  brief: "try a policy on many clients and a server",
  summary:
    "Try a policy on many clients and a server, in virtual time: attempts per second as a plot, and how much load the retries add, for how long.",
  usage: ["ostinato fleet POLICY [OPTIONS]", "ostinato fleet OPTIONS"],
  options: {
    "The policy": {
      ...POLICY_OPTIONS,
      timeout: { ...POLICY_OPTIONS.timeout, usual: "1s" },
      budget: {
        takes: "BUDGET",
        does: "CAPACITY, or CAPACITY,PER_SUCCESS, or grpc, aws, aws-2.1, finagle",
        usual: "none",
      },
    },
    "The clients": {
      clients: { takes: "N", does: "how many there are, each with a budget of its own", usual: "1" },
      arrivals: {
        takes: "N",
        does: "requests per second of all together",
        usual: "70 % of what the server can take",
      },
      think: {
        takes: "TIME",
        does: "instead: each waits for its answer, thinks for about this long, and asks again",
      },
      layers: { takes: "N", does: "how many services retry in a row, by the same policy", usual: "1" },
    },
    "The server": {
      outage: { takes: "TIME", does: "all workers stop for so long, from 10s on" },
      capacity: { takes: "N", does: "calls per second that it can take", usual: "100" },
      workers: { takes: "N", does: "how many calls it works on at once", usual: "10" },
      "service-time": { takes: "TIME", does: "how long the work takes on average", usual: "100ms" },
      queue: { takes: "N", does: "how many calls may wait for a worker", usual: "no limit" },
    },
    Options: {
      duration: { takes: "TIME", does: "how long it goes on", usual: "2m beyond the outage" },
      seed: { takes: "N", does: "another seed is another day", usual: "1" },
      json: AS_JSON,
      svg: SVG,
    },
  },
  notes: [POLICY_NOTE, "Of --capacity, --workers and --service-time two say the third."],
  example: 'ostinato fleet "exponential 200ms, cap 30s, full jitter" --clients 1000 --outage 20s --capacity 200',
};
