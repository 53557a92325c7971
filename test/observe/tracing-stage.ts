import { context, trace, type Tracer } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
} from "@opentelemetry/sdk-trace-base";

/** The genuine OpenTelemetry, which keeps the spans that have ended. */
export interface TracingStage {
  readonly tracer: Tracer;
  readonly spans: () => readonly ReadableSpan[];
  /** All as it was before. */
  readonly leave: () => void;
}

export function tracingStage(): TracingStage {
  const exporter = new InMemorySpanExporter();
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  trace.setGlobalTracerProvider(provider);
  return {
    tracer: trace.getTracer("test"),
    spans: () => exporter.getFinishedSpans(),
    leave: () => {
      trace.disable();
      context.disable();
    },
  };
}
