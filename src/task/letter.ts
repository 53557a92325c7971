import { type DeadLetter, deadLetterFrom } from "../transport/dead-letter.ts";
import type { Envelope } from "../transport/envelope.ts";
import type { Hub } from "./hub.ts";
import { once, sent } from "./enqueue.ts";
import { InvalidOptionError } from "../core/invalid-option.ts";
import { optionsOf } from "../core/options.ts";
import { type Manifest, manifestOf, withManifest } from "./manifest.ts";
import { asyncResult, type AsyncResult } from "./result.ts";

/** How a dead letter is sent again. */
export interface ReplayOptions {
  /** Whether attempts are counted anew, which is so unless given, or from where they stood. */
  readonly attempts?: "new" | "continued" | undefined;
}

/** A dead letter in someone's hand. */
export interface Letter extends DeadLetter {
  readonly id: string;
  readonly task: string;
  /** The queue it died in. */
  readonly queue: string;
  /** Reads the arguments. @throws SerializationError where nobody can */
  args(): readonly unknown[];
  /** Sends it again, as a task with an id of its own, since what has ended stays ended. Twice at once is once. */
  replay(options?: ReplayOptions): Promise<AsyncResult>;
  /** Drops it. */
  discard(): Promise<void>;
}

/**
 * A message in a queue of dead letters, to look at and to deal with.
 *
 * @param gone called when it was replayed or is to be dropped
 */
export function letterOf(hub: Hub, message: Envelope, gone: () => Promise<void>): Letter {
  // A stranger's message has no death to tell of.
  const letter: DeadLetter = deadLetterFrom(message) ?? {
    envelope: message,
    reason: "undecodable",
    attempts: message.progress.attempt,
    deliveries: undefined,
    at: message.progress.firstSentAt,
  };
  const { id, task, queue } = letter.envelope;
  return {
    ...letter,
    id,
    task,
    queue,
    args: () => hub.serializer.decode(letter.envelope.body) as readonly unknown[],
    replay: async (options = {}) => {
      const result = await replayed(hub, letter.envelope, options);
      await gone();
      return result;
    },
    discard: gone,
  };
}

async function replayed(hub: Hub, dead: Envelope, options: ReplayOptions): Promise<AsyncResult> {
  const read = optionsOf(options, "replay", ["attempts"]);
  const attempts = read<string>("attempts") ?? "new";
  if (attempts !== "new" && attempts !== "continued")
    throw new InvalidOptionError("attempts", '"new" or "continued"', attempts);
  const manifest = manifestIn(hub, dead);
  const { first, count } = manifest?.replay ?? { first: dead.id, count: 0 };
  const replay = { of: dead.id, first, count: count + 1 };
  const firstSentAt = hub.clock.wallNow();
  const error = attempts === "continued" ? manifest?.error : undefined;
  const envelope: Envelope = {
    ...dead,
    id: `${first}~${replay.count}`,
    progress: {
      ...(attempts === "new" ? { attempt: 0, elapsed: 0, previousDelay: 0 } : { ...dead.progress, elapsed: 0 }),
      firstSentAt,
    },
    notBefore: undefined,
    expiresAt: undefined,
    headers:
      manifest === undefined
        ? dead.headers
        : withManifest(dead.headers, { ...manifest, startedAt: undefined, paid: undefined, error, replay }, hub.plain),
  };
  await once(hub, envelope.id, () => sent(hub, envelope, 0));
  return asyncResult(hub, envelope.id);
}

function manifestIn({ plain }: Hub, envelope: Envelope): Manifest | undefined {
  try {
    return manifestOf(envelope, plain);
  } catch {
    return undefined;
  }
}
