import { formatMillis } from "../core/duration.ts";
import { InvalidOptionError } from "../core/invalid-option.ts";
import { policy, type PolicyOptions } from "../policy/policy.ts";
import { type Hub, settingsOf } from "./hub.ts";

/** @throws InvalidOptionError where a task of these queues needs what the transport cannot do, before the first message comes */
export function refuseUnworkable(hub: Hub, queues: readonly string[]): void {
  const { lease, maxPublishDelay, maxReleaseDelay } = hub.transport.capabilities;
  for (const name of hub.registered.keys()) {
    const settings = settingsOf(hub, name);
    if (!queues.includes(settings.queue ?? "default")) continue;
    const { timeLimit = Infinity } = settings;
    if (lease !== "connection" && timeLimit < Infinity && timeLimit > lease.max) {
      const expected = `at most the transport's longest lease of ${formatMillis(lease.max)}`;
      throw new InvalidOptionError("timeLimit", `${expected} in task ${name}`, timeLimit);
    }
    const { attempts, schedule } = policy(settings.policy as PolicyOptions<never>);
    if (maxPublishDelay > 0 || maxReleaseDelay > 0 || attempts === 1 || schedule.bounds(1).max === 0) continue;
    throw new InvalidOptionError(
      "schedule",
      `one without delays in task ${name}, as this transport has none`,
      schedule.name,
    );
  }
}
