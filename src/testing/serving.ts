import type { Failure } from "../policy/failure.ts";
import type { Random } from "../core/random.ts";
import type { Call, Callee, Caller } from "./callee.ts";
import type { ServerCounts } from "./server-counts.ts";
import type { ServerFailureCode } from "./server-failure.ts";
import type { Server } from "./server.ts";
import type { VirtualTime } from "./virtual-time.ts";
import { WorkerLine } from "./worker-line.ts";

/** A server at work: workers that take calls from one queue. */
export function serving(server: Server, time: VirtualTime, random: Random, counts: ServerCounts): Callee {
  const { outages, error } = server;
  const limit = server.rateLimit?.fresh();
  const line = new WorkerLine(server, time, random, counts);
  for (const { from, to, how } of outages) {
    time.schedule(from, () => line.fall(how));
    time.schedule(to, () => line.rise());
  }
  const refused = (caller: Caller, code: ServerFailureCode): Call => {
    counts[code === "RATE_LIMITED" ? "limited" : "refused"]++;
    caller.answer({ kind: "error", error: error(code) });
    return GONE;
  };
  return (_client, caller) => {
    counts.received++;
    if (line.outage === "refuses") return refused(caller, "OUTAGE");
    const allowed = limit === undefined || limit.withdraw(time.now(), ANY, true) !== undefined;
    if (!allowed) return refused(caller, "RATE_LIMITED");
    if (line.isFull) return refused(caller, "OVERLOADED");
    return line.join(caller);
  };
}

const GONE: Call = { leave: () => {} };

/** A rate limit asks the same of every call. */
const ANY: Failure = { kind: "error", error: undefined };
