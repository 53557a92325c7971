import type { Tracer as Tracer9 } from "@opentelemetry/api";
import type { Tracer as Tracer10 } from "opentelemetry-api-1.10";
import { type AttemptContext, type Hooks, policy, retry, wrapWithAttempt } from "ostinato";
import { combineHooks, type Logger, logHooks, onEveryRun, traced, type Tracer } from "ostinato/observe";
import { expectTypeOf } from "vitest";

// The genuine tracers fit, and the console is a logger.
expectTypeOf<Tracer9>().toExtend<Tracer>();
expectTypeOf<Tracer10>().toExtend<Tracer>();
expectTypeOf<Console>().toExtend<Logger>();
expectTypeOf<{ startSpan(name: string): unknown }>().not.toExtend<Tracer>();

declare const tracer: Tracer10;
declare const load: (attempt: AttemptContext, id: number, ...tags: string[]) => Promise<{ name: string }>;

// The type of an operation stays, and options see its value.
const spanned = traced(load, { tracer, rejects: (user) => user.name === "" });
expectTypeOf(wrapWithAttempt(spanned)).parameters.toEqualTypeOf<[id: number, ...tags: string[]]>();
expectTypeOf(wrapWithAttempt(spanned)).returns.resolves.toEqualTypeOf<{ name: string }>();
expectTypeOf(retry(traced(({ attempt }) => attempt, { tracer }))).resolves.toEqualTypeOf<number>();

// A predicate typed beforehand goes with an operation that takes its attempt apart.
const isBusy = ({ status }: Response): boolean => status === 503;
const get = traced(({ signal }, url: string) => fetch(url, { signal }), { tracer, rejects: isBusy });
expectTypeOf(wrapWithAttempt(get)).parameters.toEqualTypeOf<[url: string]>();
expectTypeOf(wrapWithAttempt(get)).returns.resolves.toEqualTypeOf<Response>();

// @ts-expect-error -- a tracer is required
traced(load, { name: "load" });
// @ts-expect-error -- the operation gives a user
traced(load, { tracer, rejects: (user: string) => user === "" });

// Hooks of any value go with those of one.
const patient = policy<string>({ onSuccess: ({ value }) => void value.length });
expectTypeOf(combineHooks(patient, logHooks(console))).toEqualTypeOf<Hooks<string>>();
expectTypeOf(retry(() => "done", { ...patient, ...combineHooks(patient, logHooks(console)) })).resolves.toBeString();

expectTypeOf(onEveryRun(logHooks(console))).toEqualTypeOf<(() => void) | undefined>();
onEveryRun(({ operation, id }) => logHooks(console, { name: `${operation} ${id}` }));
