import { InvalidOptionError } from "../core/invalid-option.ts";
import { onAbort } from "../engine/abort.ts";
import type { AttemptContext } from "../engine/context.ts";
import { tell } from "../engine/report.ts";
import { startOf, verdictOf, write } from "./span-record.ts";
import { type TracedOptions, tracing, type Tracing } from "./traced-options.ts";
import type { Span } from "./tracer.ts";

/**
 * The same operation with a span per attempt, a child of the span that is active where the run began. The span is active
 * while the operation runs, so that what it starts becomes a child in turn.
 *
 * An attempt that is given up, at a time limit or by an abort, ends its span at that moment. A tracer that throws is reported
 * and changes nothing.
 *
 * @throws InvalidOptionError for an operation or options that cannot be used
 * @example
 * ```ts
 * import { trace } from "@opentelemetry/api";
 * import { retry } from "ostinato";
 * import { traced } from "ostinato/observe";
 *
 * const loadUser = traced(async ({ signal }) => (signal.aborted ? "nobody" : "Ada"), {
 *   tracer: trace.getTracer("shop"),
 *   name: "load user",
 * });
 * await retry(loadUser, { attempts: 5 }); // => "Ada"
 * ```
 */
export function traced<This, Args extends readonly unknown[], T>(
  operation: (this: This, attempt: AttemptContext, ...args: Args) => T | PromiseLike<T>,
  options: TracedOptions<NoInfer<T>>,
): (this: This, attempt: AttemptContext, ...args: Args) => Promise<T>;
/** The same with a predicate that is typed already. */
export function traced<This, Args extends readonly unknown[], T>(
  operation: (this: This, attempt: AttemptContext, ...args: Args) => T | PromiseLike<T>,
  options: TracedOptions<T>,
): (this: This, attempt: AttemptContext, ...args: Args) => Promise<T>;
export function traced<This, Args extends readonly unknown[], T>(
  operation: (this: This, attempt: AttemptContext, ...args: Args) => T | PromiseLike<T>,
  options: TracedOptions<T>,
): (this: This, attempt: AttemptContext, ...args: Args) => Promise<T> {
  if (typeof operation !== "function") throw new InvalidOptionError("operation", "a function", operation);
  const how = tracing<T>(options, operation.name);
  const spanned = function (this: This, attempt: AttemptContext, ...args: Args): Promise<T> {
    return inSpan(how, attempt, () => Reflect.apply(operation, this, [attempt, ...args]));
  };
  return Object.defineProperty(spanned, "name", { value: operation.name, configurable: true });
}

/** @throws InvalidOptionError where there is no attempt to be traced */
function inSpan<T>(how: Tracing<T>, attempt: AttemptContext, call: () => T | PromiseLike<T>): Promise<T> {
  const signal: unknown = Object(attempt).signal;
  if (!(signal instanceof AbortSignal))
    throw new InvalidOptionError("attempt", "an attempt, as retry and wrapWithAttempt pass it first", attempt);
  let answer: Promise<T> | undefined;
  // Once, whatever the tracer does; and it gets no promise to answer with, so that one it answers with is its own.
  const begin = (span: Span): void => {
    answer ??= followed(how, span, attempt, call);
  };
  const start = (options: ReturnType<typeof startOf>): unknown => how.tracer.startActiveSpan(how.name, options, begin);
  tell("tracer", start, () => startOf(how, attempt));
  return (answer ??= called(call));
}

/** The operation, and its span until the first of: a value, an error, the end of the attempt from outside. */
function followed<T>(
  how: Tracing<T>,
  span: Span,
  { signal }: AttemptContext,
  call: () => T | PromiseLike<T>,
): Promise<T> {
  let over = false;
  let release = (): void => {};
  const end = (verdict: () => ReturnType<typeof verdictOf>): void => {
    if (over) return;
    over = true;
    release();
    tell("span", (told: ReturnType<typeof verdictOf>) => write(span, told), verdict);
    tell(
      "span",
      () => span.end(),
      () => undefined,
    );
  };
  // Before the call: whoever ends the work because of the signal comes later than the span.
  release = onAbort(signal, () => end(() => verdictOf(how, { kind: "abandoned", error: signal.reason })));
  const answer = called(call);
  answer.then(
    (value) => end(() => verdictOf(how, { kind: "value", value })),
    (error: unknown) => end(() => verdictOf(how, { kind: "error", error })),
  );
  return answer;
}

const called = <T>(call: () => T | PromiseLike<T>): Promise<T> => new Promise((resolve) => resolve(call()));
