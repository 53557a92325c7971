import type { Envelope } from "../transport/envelope.ts";
import { type Call, sendingLevel } from "./call.ts";
import { type Hub, queueOf } from "./hub.ts";
import { toExpiry } from "./instant.ts";
import { type Level, merged } from "./levels.ts";
import { linkData } from "./link.ts";
import { type Manifest, withManifest } from "./manifest.ts";
import { asName } from "./names.ts";
import { priorityOn } from "./send.ts";
import { travelling } from "./task-policy.ts";

/** When, and on whose behalf, a task is sent; times in milliseconds. */
export interface Circumstance {
  readonly id: string;
  readonly wallNow: number;
  readonly delay: number;
  readonly parent: string | undefined;
}

/**
 * The first message of a task.
 *
 * @param settings what holds for the task, the call included
 * @throws InvalidOptionError for what cannot be used
 * @throws SerializationError for arguments that cannot be sent as they are
 */
export function firstMessage(
  hub: Hub,
  task: string,
  call: Call,
  settings: Level,
  { id, wallNow, delay, parent }: Circumstance,
): Envelope {
  const { args = [], headers, orderingKey } = call;
  const { serializer } = hub;
  const { queue = "default" } = settings;
  const priority = priorityOn(hub.transport, settings.priority);
  const expires = call.expires ?? settings.expires;
  // What a task declared here says, its worker elsewhere cannot know; one that is registered here says it itself.
  const said = hub.registered.has(task) ? sendingLevel(call) : merged([hub.declared.get(task), sendingLevel(call)]);
  const manifest: Manifest = {
    serializer: serializer.name,
    policy: travelling(said.policy ?? {}, hub.functions),
    softTimeLimit: limit(said.softTimeLimit),
    timeLimit: limit(said.timeLimit),
    key: call.dedupe ?? keyBy(settings.dedupe, args),
    link: linkData(call.link, "link", serializer, (name) => queueOf(hub, name)),
    linkError: linkData(call.linkError, "linkError", serializer, (name) => queueOf(hub, name)),
    parent,
  };
  return {
    id,
    task,
    queue,
    progress: { attempt: 0, elapsed: 0, previousDelay: 0, firstSentAt: wallNow },
    notBefore: delay === 0 ? undefined : wallNow + delay,
    expiresAt: expires === undefined ? undefined : toExpiry(expires, wallNow),
    headers: withManifest(headers, manifest, hub.plain),
    body: serializer.encode(args, "args"),
    ...(orderingKey !== undefined && { orderingKey }),
    ...(priority !== undefined && { priority }),
  };
}

/** JSON has no infinity. */
const limit = (given: number | undefined): number | null | undefined => (given === Infinity ? null : given);

function keyBy(dedupe: Level["dedupe"], args: readonly unknown[]): string | undefined {
  if (dedupe === undefined) return undefined;
  return asName((dedupe as (args: readonly unknown[]) => unknown)(args), "dedupe");
}
