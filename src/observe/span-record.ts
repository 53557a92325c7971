import type { AttemptContext } from "../engine/context.ts";
import { errorOf } from "../policy/errors.ts";
import { disown } from "../policy/ask.ts";
import type { Failure } from "../policy/failure.ts";
import { answersIn } from "../http/answer.ts";
import { digest, stackOf } from "./digest.ts";
import type { Tracing } from "./traced-options.ts";
import { ERROR, type Span, type SpanAttributes } from "./tracer.ts";

/** How an attempt ended, as its span sees it; abandoned ones with the reason of their signal. */
type End<T> =
  | { readonly kind: "value"; readonly value: T }
  | { readonly kind: "error" | "abandoned"; readonly error: unknown };

/** What is written into a span at its end. */
interface Verdict {
  readonly attributes: SpanAttributes;
  /** The description of the status, or undefined where the status stays unset. */
  readonly failed: string | undefined;
  readonly exception: SpanAttributes | undefined;
}

/**
 * What a span says from its start. How often a request was sent again is an attribute of OpenTelemetry's conventions for
 * HTTP, which say to leave it out of the first (opentelemetry.io/docs/specs/semconv/http/http-spans); there is none for
 * attempts of any kind, so those stand under a name of our own.
 */
export function startOf<T>(
  how: Tracing<T>,
  { attempt, attempts, previousDelay }: AttemptContext,
): { kind: number; attributes: SpanAttributes } {
  const attributes = {
    ...how.attributes,
    "ostinato.attempt": attempt,
    ...(attempts < Infinity && { "ostinato.attempts": attempts }),
    ...(attempt > 1 && { "ostinato.delay": previousDelay }),
    ...(attempt > 1 && how.http && { "http.request.resend_count": attempt - 1 }),
  };
  return { kind: how.kind, attributes };
}

/** What its end means for a span: the error and its type, after opentelemetry.io/docs/specs/semconv/general/recording-errors. */
export function verdictOf<T>(how: Tracing<T>, end: End<T>): Verdict {
  const failure: Failure<T> =
    end.kind === "value" ? { kind: "rejected-result", value: end.value } : { kind: "error", error: end.error };
  const status = how.http ? statusIn(failure) : undefined;
  const base = {
    ...(status !== undefined && { "http.response.status_code": status }),
    ...(end.kind === "abandoned" && { "ostinato.abandoned": true }),
  };
  if (end.kind !== "value") return failed(how, base, end.error, status);
  const wrong = status !== undefined && status >= 400;
  if (wrong) return { attributes: { ...base, "error.type": String(status) }, failed: "", exception: undefined };
  const rejects: unknown = how.rejects?.(end.value);
  if (typeof rejects === "object") disown(rejects);
  if (rejects !== true) return { attributes: base, failed: undefined, exception: undefined };
  return {
    attributes: { ...base, "error.type": "REJECTED_RESULT" },
    failed: "the policy rejects the result",
    exception: undefined,
  };
}

function failed<T>(how: Tracing<T>, base: SpanAttributes, error: unknown, status: number | undefined): Verdict {
  const shown = errorOf({ kind: "error", error });
  const { name, code, message } = digest(shown, how.redact);
  const stack = how.exceptions === "stack" ? stackOf(shown, how.redact) : undefined;
  const type = status === undefined ? (code ?? name ?? "_OTHER") : String(status);
  const exception = {
    "exception.type": name ?? "_OTHER",
    "exception.message": message,
    ...(stack !== undefined && { "exception.stacktrace": stack }),
  };
  return {
    attributes: { ...base, "error.type": type },
    failed: message,
    exception: how.exceptions === "none" ? undefined : exception,
  };
}

const statusIn = (failure: Failure): number | undefined => answersIn(failure)[0]?.status;

/** A status that an HTTP status explains has no description. Answers with all that the span answered. */
export function write(span: Span, { attributes, failed: description, exception }: Verdict): Promise<unknown> {
  const answers = [span.setAttributes(attributes)];
  if (exception !== undefined) answers.push(span.addEvent("exception", exception));
  if (description === "") answers.push(span.setStatus({ code: ERROR }));
  else if (description !== undefined) answers.push(span.setStatus({ code: ERROR, message: description }));
  return Promise.all(answers);
}
