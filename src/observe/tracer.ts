/** What a span may be told; OpenTelemetry's `Attributes`, as far as they are used here. */
export type SpanAttributes = Readonly<Record<string, string | number | boolean>>;

/** A span, as far as it is used here; the `Span` of `@opentelemetry/api` fits. */
export interface Span {
  /** Adds to what it says. */
  setAttributes(attributes: SpanAttributes): unknown;
  /** Notes that something happened now; used for exceptions. */
  addEvent(name: string, attributes: SpanAttributes): unknown;
  /** The code 2 is OpenTelemetry's `SpanStatusCode.ERROR`. */
  setStatus(status: { code: 2; message?: string }): unknown;
  /** Ends it now. */
  end(): void;
}

/** What makes spans, as far as it is used here; the `Tracer` of `@opentelemetry/api` 1.x fits. */
export interface Tracer {
  /** Starts a span that is active while `run` runs, and in all that it starts. */
  startActiveSpan(
    name: string,
    options: { kind: number; attributes: SpanAttributes },
    run: (span: Span) => unknown,
  ): unknown;
}

// The numbers of @opentelemetry/api, which is not imported: SpanKind and SpanStatusCode.
export const INTERNAL = 0;
export const CLIENT = 2;
export const ERROR = 2;
