import { SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import type { ReadableSpan } from "@opentelemetry/sdk-trace-base";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type AttemptContext, fixed, hedge, permanent, retry, settle, wrapWithAttempt } from "../../src/index.ts";
import { traced, type TracedOptions } from "../../src/observe/index.ts";
import { virtualClock } from "../../src/testing/index.ts";
import { failing, listeners, never } from "../retry/scene.ts";
import { tracingStage, type TracingStage } from "./tracing-stage.ts";

const busy = Object.assign(new Error("busy"), { code: "EBUSY" });

let stage: TracingStage;
beforeEach(() => {
  stage = tracingStage();
});
afterEach(() => {
  stage.leave();
});

const attributesOf = (spans: readonly ReadableSpan[]): unknown[] => spans.map(({ attributes }) => attributes);

describe("a span", () => {
  it("is made for each attempt, in its turn", async () => {
    const load = traced(failing([busy], "done"), { tracer: stage.tracer, name: "load user" });
    expect(await retry(load, { attempts: 5, schedule: fixed("1ms") })).toBe("done");
    const spans = stage.spans();
    expect(spans.map(({ name, kind }) => [name, kind])).toEqual([
      ["load user", SpanKind.INTERNAL],
      ["load user", SpanKind.INTERNAL],
    ]);
    expect(attributesOf(spans)).toEqual([
      { "ostinato.attempt": 1, "ostinato.attempts": 5, "error.type": "EBUSY" },
      { "ostinato.attempt": 2, "ostinato.attempts": 5, "ostinato.delay": 1 },
    ]);
    expect(spans.map(({ status }) => status)).toEqual([
      { code: SpanStatusCode.ERROR, message: "busy" },
      { code: SpanStatusCode.UNSET },
    ]);
  });

  it("is the child of the one that was active where the run began, and the parent of what the attempt does", async () => {
    const { tracer, spans } = stage;
    const load = traced(
      async ({ attempt }: AttemptContext) => {
        await Promise.resolve();
        tracer.startSpan(`inside ${attempt}`).end();
        if (attempt === 1) throw busy;
      },
      { tracer, name: "load" },
    );
    await tracer.startActiveSpan("request", async (request) => {
      await retry(load, { schedule: fixed("1ms") });
      expect(trace.getActiveSpan()).toBe(request);
      request.end();
    });
    const idOf = (name: string, nth = 0): string => {
      const named = spans().filter((span) => span.name === name);
      return named[nth]!.spanContext().spanId;
    };
    const parents = spans().map(({ name, parentSpanContext }) => [name, parentSpanContext?.spanId]);
    expect(parents).toEqual([
      ["inside 1", idOf("load", 0)],
      ["load", idOf("request")],
      ["inside 2", idOf("load", 1)],
      ["load", idOf("request")],
      ["request", undefined],
    ]);
  });

  it("is called like the operation unless told otherwise, and keeps the operation's name, this and arguments", async () => {
    const shop = {
      name: "shop",
      load: wrapWithAttempt(
        traced(
          async function loadUser(this: { name: string }, { attempt }, id: number) {
            return `${this.name} ${id} ${attempt}`;
          },
          { tracer: stage.tracer },
        ),
      ),
    };
    expect(await shop.load(7)).toBe("shop 7 1");
    expect(shop.load.name).toBe("loadUser");
    await retry(traced(() => "done", { tracer: stage.tracer }));
    expect(stage.spans().map(({ name }) => name)).toEqual(["loadUser", "attempt"]);
  });

  it("says from its start what it is told to", async () => {
    const attributes = { "peer.service": "billing", retries: true, shard: 7 };
    await retry(
      traced(() => "done", { tracer: stage.tracer, attributes }),
      { attempts: Infinity },
    );
    expect(attributesOf(stage.spans())).toEqual([{ ...attributes, "ostinato.attempt": 1 }]);
  });

  it("knows a value that the policy rejects", async () => {
    const isRunning = (state: string): boolean => state === "running";
    const states = ["running", "done"];
    const poll = traced(() => states.shift()!, { tracer: stage.tracer, rejects: isRunning });
    await retry(poll, { retryResult: isRunning, schedule: fixed(0) });
    expect(stage.spans().map(({ attributes, status }) => [attributes["error.type"], status])).toEqual([
      ["REJECTED_RESULT", { code: SpanStatusCode.ERROR, message: "the policy rejects the result" }],
      [undefined, { code: SpanStatusCode.UNSET }],
    ]);
  });

  it("is that of the error inside a permanent one, which stays permanent", async () => {
    const load = traced(() => Promise.reject(permanent(busy)), { tracer: stage.tracer });
    expect(await settle(load)).toMatchObject({ reason: "not-retryable", attempts: 1 });
    expect(stage.spans()[0]!.attributes["error.type"]).toBe("EBUSY");
  });
});

describe("the exception event of a span", () => {
  const eventsWith = async (options: Partial<TracedOptions>, error: unknown = busy) => {
    await settle(
      traced(() => Promise.reject(error), { tracer: stage.tracer, ...options }),
      { attempts: 1 },
    );
    return stage.spans()[0]!.events.map(({ name, attributes }) => [name, attributes]);
  };

  it("says the type and the message", async () => {
    expect(await eventsWith({})).toEqual([["exception", { "exception.type": "Error", "exception.message": "busy" }]]);
  });

  it("says the stack when asked to, redacted like the rest", async () => {
    const error = new TypeError("token=abc");
    const redact = (text: string): string => text.replaceAll("abc", "…");
    const [[, told]] = (await eventsWith({ exceptions: "stack", redact }, error)) as [[string, Record<string, string>]];
    expect(told["exception.stacktrace"]).toContain("TypeError: token=…");
    expect(JSON.stringify(told)).not.toContain("abc");
  });

  it("can be left out, for those who keep exceptions in their logs", async () => {
    expect(await eventsWith({ exceptions: "none" })).toEqual([]);
    expect(stage.spans()[0]!.status.code).toBe(SpanStatusCode.ERROR);
  });

  it("says no more of what is no error than that", async () => {
    const error = { password: "hunter2" };
    expect(await eventsWith({}, error)).toEqual([
      ["exception", { "exception.type": "_OTHER", "exception.message": "an object" }],
    ]);
    expect(stage.spans()[0]!.attributes["error.type"]).toBe("_OTHER");
  });
});

describe("the span of an attempt that is given up", () => {
  const abandoned = (): unknown[] =>
    stage
      .spans()
      .map(({ attributes, status }) => [attributes["error.type"], attributes["ostinato.abandoned"], status.code]);

  it("ends at the time limit, and hears of nothing after", async () => {
    const clock = virtualClock();
    let calls = 0;
    const slow = traced(
      () => {
        expect(stage.spans()).toHaveLength(calls);
        calls += 1;
        return new Promise<void>((_, reject) => clock.schedule(80, () => reject(busy)));
      },
      { tracer: stage.tracer },
    );
    await clock.runUntil(settle(slow, { attempts: 2, attemptTimeout: 50, schedule: fixed(1) }, { clock }));
    await clock.advance(100);
    const timeout = ["ATTEMPT_TIMEOUT", true, SpanStatusCode.ERROR];
    expect(abandoned()).toEqual([timeout, timeout]);
    expect(stage.spans().map(({ events }) => events.length)).toEqual([1, 1]);
  });

  it("ends at the deadline", async () => {
    const clock = virtualClock();
    await clock.runUntil(settle(traced(never, { tracer: stage.tracer }), { totalTimeout: 50 }, { clock }));
    expect(abandoned()).toEqual([["TOTAL_TIMEOUT", true, SpanStatusCode.ERROR]]);
  });

  it("ends when the caller leaves", async () => {
    const controller = new AbortController();
    const run = settle(traced(never, { tracer: stage.tracer }), {}, { signal: controller.signal });
    controller.abort(new DOMException("gone", "AbortError"));
    await run;
    expect(abandoned()).toEqual([["AbortError", true, SpanStatusCode.ERROR]]);
  });

  it("ends when another attempt has answered first", async () => {
    const clock = virtualClock();
    const read = traced(({ attempt }: AttemptContext) => (attempt === 1 ? never() : "done"), { tracer: stage.tracer });
    expect(await clock.runUntil(hedge(read, { schedule: fixed(100) }, { clock }))).toBe("done");
    await Promise.resolve();
    expect(abandoned()).toEqual([
      [undefined, undefined, SpanStatusCode.UNSET],
      ["AbortError", true, SpanStatusCode.ERROR],
    ]);
  });

  it("leaves no listener on the signal of an attempt that ended by itself", async () => {
    const signals: AbortSignal[] = [];
    const load = traced(({ signal }: AttemptContext) => void signals.push(signal), { tracer: stage.tracer });
    await retry(load);
    expect(signals.map(listeners)).toEqual([0]);
  });
});

describe("the span of an HTTP request", () => {
  it("is a client's, and counts how often the request was sent again", async () => {
    const answers = [
      () => Promise.reject(new TypeError("fetch failed")),
      () => new Response("", { status: 503 }),
      () => new Response("hello"),
    ];
    const get = traced(() => answers.shift()!(), {
      tracer: stage.tracer,
      name: "GET",
      http: true,
      attributes: { "http.request.method": "GET" },
      exceptions: "none",
    });
    await retry(get, { retryResult: ({ status }) => status === 503, schedule: fixed(0) });
    const spans = stage.spans();
    expect(spans.map(({ kind }) => kind)).toEqual(Array(3).fill(SpanKind.CLIENT));
    const shared = { "http.request.method": "GET", "ostinato.attempts": 3 };
    expect(attributesOf(spans)).toEqual([
      { ...shared, "ostinato.attempt": 1, "error.type": "TypeError" },
      {
        ...shared,
        "ostinato.attempt": 2,
        "ostinato.delay": 0,
        "http.request.resend_count": 1,
        "http.response.status_code": 503,
        "error.type": "503",
      },
      {
        ...shared,
        "ostinato.attempt": 3,
        "ostinato.delay": 0,
        "http.request.resend_count": 2,
        "http.response.status_code": 200,
      },
    ]);
    expect(spans.map(({ status }) => status)).toEqual([
      { code: SpanStatusCode.ERROR, message: "fetch failed" },
      { code: SpanStatusCode.ERROR },
      { code: SpanStatusCode.UNSET },
    ]);
  });

  it("is an error from 400 on, as the conventions want it of clients", async () => {
    for (const status of [302, 404]) {
      await retry(traced(() => ({ status }), { tracer: stage.tracer, http: true }));
    }
    expect(stage.spans().map(({ attributes, status }) => [attributes["error.type"], status.code])).toEqual([
      [undefined, SpanStatusCode.UNSET],
      ["404", SpanStatusCode.ERROR],
    ]);
  });

  it("finds the status in an error that carries its response", async () => {
    const error = Object.assign(new Error("HTTP 429"), { response: { status: 429 } });
    await settle(
      traced(() => Promise.reject(error), { tracer: stage.tracer, http: true }),
      { attempts: 1 },
    );
    expect(stage.spans()[0]!.attributes).toMatchObject({ "http.response.status_code": 429, "error.type": "429" });
  });
});
