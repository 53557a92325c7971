/**
 * Seeing what runs do: hooks for logs, a span per attempt for OpenTelemetry, all runs of a process by way of
 * `node:diagnostics_channel`. Nothing of this is imported: a logger and a tracer are whatever has their shape.
 *
 * @module ostinato/observe
 */
export { combineHooks } from "./combine.ts";
export type { Redact } from "./digest.ts";
export { type ChannelMessages, onEveryRun, type RunIdentity, type RunMessage } from "./every-run.ts";
export { type Logger, logHooks, type LogOptions } from "./log-hooks.ts";
export { traced } from "./traced.ts";
export type { TracedOptions } from "./traced-options.ts";
export type { Span, SpanAttributes, Tracer } from "./tracer.ts";
