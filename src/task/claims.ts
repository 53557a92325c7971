import { randomKey } from "../engine/key.ts";
import type { AtOnce } from "./at-once.ts";
import type { Hub } from "./hub.ts";
import { attemptOf, type Job } from "./job.ts";
import type { Claim } from "./idempotency.ts";
import { persistent } from "./persistence.ts";

/** What a job has claimed, so that nobody else does the same. */
export interface Claims {
  /** Claims them, or claims them again for longer; unknown where the store does not answer. */
  readonly take: () => AtOnce<Claim | "unknown">;
  /** The task has succeeded: a second under its key gets the result. */
  readonly complete: (result: Uint8Array | undefined) => AtOnce<void>;
  /** The attempt has ended otherwise: another may try. */
  readonly release: () => AtOnce<void>;
}

/** Where nothing has to be claimed. */
const NONE: Claims = { take: () => "claimed", complete: () => {}, release: () => {} };

/** How long a claim lasts where the transport holds its messages without a time. */
const CONNECTION_LEASE = 60_000;

/**
 * The claims of a job: on its idempotency key, held by the task itself, so that a redelivery gets it again; and where the
 * broker drops no second copies, on the attempt, held by this delivery.
 */
export function claimsOf(hub: Hub, { envelope, manifest }: Pick<Job, "envelope" | "manifest">): Claims {
  const { idempotency, transport } = hub;
  const { lease, dedupeWindow } = transport.capabilities;
  if (dedupeWindow > 0 && manifest.key === undefined) return NONE;
  const length = lease === "connection" ? CONNECTION_LEASE : lease.default;
  const { id } = envelope;
  const attempt = `ostinato-attempt:${id}:${attemptOf(envelope)}`;
  const held: { readonly key: string; readonly owner: string }[] = [];
  if (dedupeWindow === 0) held.push({ key: attempt, owner: randomKey() });
  // Twice the lease: whoever has it renews it with the lease, and a redelivery of the same task gets it at once.
  if (manifest.key !== undefined) held.push({ key: manifest.key, owner: id });
  const each = async (work: (key: string, owner: string) => Promise<void>): Promise<void> => {
    for (const { key, owner } of held) await persistent(hub, "idempotency", () => work(key, owner), { id });
  };
  return {
    take: async () => {
      for (const [index, { key, owner }] of held.entries()) {
        const lasts = key === attempt ? length : 2 * length;
        const claimed = await persistent(hub, "idempotency", () => idempotency.claim(key, lasts, owner), { id });
        const claim = claimed.ok ? claimed.value : "unknown";
        // Whoever has to wait for its key holds nothing meanwhile, or would have to wait for itself.
        const waits = claim === "busy" || claim === "unknown";
        if (waits && index > 0)
          await persistent(hub, "idempotency", () => idempotency.release(attempt, held[0]!.owner), { id });
        if (waits) return claim;
        // A second copy of an attempt that was made: what it came to is recorded, or will be by its own message.
        if (claim !== "claimed") return key === attempt ? "busy" : claim;
      }
      return "claimed";
    },
    complete: (result) => each((key, owner) => idempotency.complete(key, owner, key === attempt ? undefined : result)),
    release: () => each((key, owner) => idempotency.release(key, owner)),
  };
}
