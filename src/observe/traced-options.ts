import { InvalidOptionError } from "../core/invalid-option.ts";
import { isFunction, optionsOf } from "../core/options.ts";
import type { Redact } from "./digest.ts";
import { CLIENT, INTERNAL, type SpanAttributes, type Tracer } from "./tracer.ts";

/** How attempts become spans. */
export interface TracedOptions<in T = unknown> {
  /** What makes the spans, such as `trace.getTracer("shop")`. */
  readonly tracer: Tracer;
  /** What the spans are called; the name of the operation's function unless given, or `attempt` where it has none. */
  readonly name?: string | undefined;
  /** What each span says from its start; nothing more unless given. */
  readonly attributes?: SpanAttributes | undefined;
  /** Whether each attempt is an HTTP request, and its span that of a client; it is not, unless `true`. */
  readonly http?: boolean | undefined;
  /** Whether a value is a failure, such as the policy's own `retryResult`; none is, unless given. */
  readonly rejects?: ((value: T) => boolean) | undefined;
  /** How much of an error its `exception` event says: `"message"` unless given. */
  readonly exceptions?: "none" | "message" | "stack" | undefined;
  /** Takes out of errors what must not leave the process. If it fails, the text is withheld. */
  readonly redact?: Redact | undefined;
}

/** Options that have been checked. */
export interface Tracing<in T> {
  readonly tracer: Tracer;
  readonly name: string;
  readonly kind: number;
  readonly attributes: SpanAttributes;
  readonly http: boolean;
  readonly rejects: ((value: T) => boolean) | undefined;
  readonly exceptions: "none" | "message" | "stack";
  readonly redact: Redact | undefined;
}

const KEYS = ["tracer", "name", "attributes", "http", "rejects", "exceptions", "redact"] as const;

/** @throws InvalidOptionError for an unknown option or one that cannot be used */
export function tracing<T>(options: TracedOptions<T>, operation: string): Tracing<T> {
  const read = optionsOf(options, "options", KEYS);
  const tracer = read<Tracer>("tracer", "a tracer: startActiveSpan", isTracer);
  if (tracer === undefined) throw new InvalidOptionError("tracer", "a tracer: startActiveSpan", tracer);
  const http = read<boolean>("http", "true or false", (value) => typeof value === "boolean") ?? false;
  return {
    tracer,
    name: read<string>("name", "text", isText) ?? (isText(operation) ? operation : "attempt"),
    kind: http ? CLIENT : INTERNAL,
    attributes: { ...read<SpanAttributes>("attributes", "an object of text, numbers and booleans", isAttributes) },
    http,
    rejects: read("rejects", "a function", isFunction),
    exceptions: read("exceptions", '"none", "message" or "stack"', isDepth) ?? "message",
    redact: read("redact", "a function", isFunction),
  };
}

const isTracer = (value: unknown): boolean => isFunction((Object(value) as Partial<Tracer>).startActiveSpan);
const isText = (value: unknown): boolean => typeof value === "string" && value !== "";
const isDepth = (value: unknown): boolean => value === "none" || value === "message" || value === "stack";
const isAttributes = (value: unknown): boolean =>
  Object.prototype.toString.call(value) === "[object Object]" &&
  Object.values(value as object).every((each) => ["string", "number", "boolean"].includes(typeof each));
