import type { DeadLetterInfo } from "./dead-letter.ts";
import type { Envelope, PublishOptions } from "./envelope.ts";

/**
 * A message that is held under a lease, to be settled exactly once: by `ack`, `release`, `retry` or `deadLetter`.
 *
 * A second settlement, and one after the lease was lost, rejects with a `LeaseLostError` and changes nothing.
 */
export interface Delivery {
  readonly envelope: Envelope;
  /** How often the broker has delivered this message, this time included, crashes and hops too; undefined where it does not count. */
  readonly deliveryCount: number | undefined;
  /** Epoch milliseconds on the transport's wall clock until which the message is held; undefined: until the connection ends. */
  readonly leaseUntil: number | undefined;
  /** The message is done and goes away. */
  ack(): Promise<void>;
  /**
   * The same message again, later; no attempt is counted.
   *
   * @param options `delay`: milliseconds, at most `capabilities.maxReleaseDelay`; 0 unless given
   */
  release(options?: { readonly delay?: number | undefined }): Promise<void>;
  /** Puts another message in its place, in one step; present only where that is atomic. */
  retry?(next: Envelope, options: PublishOptions): Promise<void>;
  /** Moves the message to the dead letters, with its death; present only where the broker does it in one step. */
  deadLetter?(letter: DeadLetterInfo): Promise<void>;
  /**
   * Holds the message for longer.
   *
   * @param lease milliseconds from now
   * @returns the new `leaseUntil`
   */
  extend?(lease: number): Promise<number>;
}
