/**
 * What a message broker must do to carry tasks: the port, and its parts.
 *
 * @module ostinato/transport
 */
export type { Capabilities } from "./capabilities.ts";
export {
  type DeadLetter,
  deadLetterFrom,
  type DeadLetterInfo,
  deadLetterTo,
  type EndReason,
  type RecordedError,
} from "./dead-letter.ts";
export type { Delivery } from "./delivery.ts";
export type { Envelope, PublishOptions } from "./envelope.ts";
export { LeaseLostError, QueueFullError, TransportClosedError } from "./errors.ts";
export { type MemoryTransport, memoryTransport } from "./memory.ts";
export type { MemoryTransportOptions } from "./memory-options.ts";
export type { ConsumeOptions, Consumer, PeekPage, QueueCounts, QueueSpec, Transport } from "./transport.ts";
