/** What a transport can do; whatever it cannot, whoever sends and works through it makes up for or refuses. Times in milliseconds. */
export interface Capabilities {
  /** Messages outlive the process. */
  readonly durable: boolean;
  /** The longest delay of a message that is sent: 0 where there is none, up to `Infinity`. */
  readonly maxPublishDelay: number;
  /** The longest delay of a message that is released. */
  readonly maxReleaseDelay: number;
  /** By how much a delayed message may come late while a consumer is free. It never comes early. */
  readonly delayResolution: number;
  /** Each message has a delay of its own; otherwise its queue decides. */
  readonly delayPerMessage: boolean;
  /** For how long a delivery is held, unless extended, and at most; `"connection"`: for as long as its consumer is there. */
  readonly lease: { readonly default: number; readonly max: number } | "connection";
  /** What `deliveryCount` is worth: a `"flag"` tells 1 from more. */
  readonly deliveryCount: "exact" | "approximate" | "flag" | "none";
  /** Who keeps to `maxDeliveries` of a queue. */
  readonly maxDeliveries: "native" | "none";
  /** Deliveries have `retry`. */
  readonly atomicRetry: boolean;
  /** For how long a `dedupeKey` is remembered; 0 where there is none. */
  readonly dedupeWindow: number;
  /** The strictest order that a queue can keep. */
  readonly ordering: "none" | "queue" | "key";
  /** How many priorities there are; 1 where all messages are equal. */
  readonly priorities: number;
  /** The broker calls, and settling answers its call; otherwise messages are fetched. */
  readonly push: boolean;
}
