import type { Progress } from "../policy/failure.ts";

/** A task's message as a broker carries it: plain data and bytes. */
export interface Envelope {
  /** Who the message is; it stays the same over retries. Opaque: any text. */
  readonly id: string;
  /** The name of what is to be done. Opaque: any text. */
  readonly task: string;
  /** Where the message goes. Opaque: any text. */
  readonly queue: string;
  /** Where its retries stand; the next attempt is `progress.attempt + 1`. */
  readonly progress: Progress & {
    /** When it was first sent, in epoch milliseconds. */
    readonly firstSentAt: number;
  };
  /** Epoch milliseconds on the transport's wall clock before which nobody works on it. A transport goes by `delay` alone. */
  readonly notBefore: number | undefined;
  /** Epoch milliseconds from which on nobody works on it. A transport carries it and does not look. */
  readonly expiresAt: number | undefined;
  /** The policy as JSON, time limits, the trace context, and whatever else a caller sends along. */
  readonly headers: Readonly<Record<string, string>>;
  /** The arguments, as a serializer made them. */
  readonly body: Uint8Array;
  /** Messages of one key are delivered in order, where a queue keeps an order by key. */
  readonly orderingKey?: string | undefined;
  /** A whole number from 0, below `capabilities.priorities`; of two messages that are due the higher comes first. 0 unless given. */
  readonly priority?: number | undefined;
}

/** How a message is sent. */
export interface PublishOptions {
  /** Milliseconds before it may be delivered, at most `capabilities.maxPublishDelay`; 0 unless given. */
  readonly delay?: number | undefined;
  /** A second message of the same queue and key is taken and dropped, for as long as `capabilities.dedupeWindow` says. */
  readonly dedupeKey?: string | undefined;
  /** Gives up the sending; whether the message was taken is then unknown. */
  readonly signal?: AbortSignal | undefined;
}
