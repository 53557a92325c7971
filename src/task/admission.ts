import type { Capabilities } from "../transport/capabilities.ts";
import type { Envelope } from "../transport/envelope.ts";
import { attemptOf } from "./job.ts";
import { type FinalRecord, isOver, type TaskRecord } from "./record.ts";

/** What is to be done with a message, before anything of it is read or run. */
export type Admission =
  /** It came before its time: to be given back for the rest, or sent anew where the broker has counted it too often. */
  | { readonly kind: "early"; readonly delay: number; readonly anew: boolean }
  /** The task has ended: what is left to do is to settle. */
  | { readonly kind: "over"; readonly record: FinalRecord }
  /** A later attempt is on its way: this is an old copy. */
  | { readonly kind: "stale" }
  /** The attempt has failed and a retry was decided: its message may not have been sent. */
  | { readonly kind: "decided"; readonly next: Envelope; readonly record: TaskRecord }
  | { readonly kind: "expired" }
  /** It was delivered too often, and nobody ever settled it. */
  | { readonly kind: "poison"; readonly delivery: number }
  | { readonly kind: "run"; readonly delivery: number };

/** What is known of a message besides itself. */
export interface Circumstances {
  readonly record: TaskRecord | undefined;
  /** As the broker counts them. */
  readonly deliveryCount: number | undefined;
  readonly capabilities: Capabilities;
  readonly maxDeliveries: number;
  readonly wallNow: number;
}

/**
 * Brokers that cap deliveries themselves act behind our back: they are told so many more, so that ours comes first and is recorded.
 * No series of failures uses that up; what ends a process before ours is asked is left to the broker.
 */
export const HEADROOM = 40;

/** What a message comes to. Pure: the same message in the same circumstances is always treated the same. */
export function admission(envelope: Envelope, circumstances: Circumstances): Admission {
  const { record, capabilities, maxDeliveries, wallNow } = circumstances;
  const { notBefore, expiresAt } = envelope;
  const attempt = attemptOf(envelope);
  if (record !== undefined && isOver(record)) return { kind: "over", record };
  if (expiresAt !== undefined && wallNow >= expiresAt) return { kind: "expired" };
  const delivery = deliveryOf(attempt, circumstances);
  const isWorn = capabilities.maxDeliveries === "native" && delivery > maxDeliveries + HEADROOM / 2;
  // What the broker can hold back itself is due when it comes, whatever the clock of this machine says.
  if (notBefore !== undefined && wallNow < notBefore && waitOf(envelope) > capabilities.maxPublishDelay)
    return { kind: "early", delay: notBefore - wallNow, anew: isWorn };
  if (record !== undefined && record.attempt > attempt) return { kind: "stale" };
  // A retry that cannot be sent waits for the broker, for as long as that does not take it for dead.
  if (record?.state === "RETRY" && record.attempt === attempt && record.next !== undefined && !isWorn)
    return { kind: "decided", next: record.next, record };
  if (delivery > maxDeliveries + hopsOf(envelope, capabilities)) return { kind: "poison", delivery };
  return { kind: "run", delivery };
}

/** Which delivery it is: the broker says it, or else the attempts that were started and never ended are counted. */
function deliveryOf(attempt: number, { record, deliveryCount, capabilities }: Circumstances): number {
  const counts = capabilities.deliveryCount === "exact" || capabilities.deliveryCount === "approximate";
  if (counts && deliveryCount !== undefined) return deliveryCount;
  return (record?.attempt === attempt ? record.delivery : 0) + 1;
}

/** How long a message had to wait, in milliseconds. */
const waitOf = ({ notBefore, progress }: Envelope): number =>
  progress.attempt > 0 ? progress.previousDelay : (notBefore ?? 0) - progress.firstSentAt;

/** How often a message is given back before its time, for want of longer delays; the broker counts those deliveries, too. */
function hopsOf(envelope: Envelope, { maxPublishDelay, maxReleaseDelay }: Capabilities): number {
  const rest = waitOf(envelope) - maxPublishDelay;
  return rest > 0 && maxReleaseDelay > 0 ? Math.ceil(rest / maxReleaseDelay) : 0;
}
