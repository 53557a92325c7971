import { afterEach, expect, it, vi } from "vitest";
import { fixed } from "../../src/index.ts";
import { observedFetch } from "../../docs/examples/observed-fetch.ts";
import { tracingStage } from "../observe/tracing-stage.ts";

afterEach(() => {
  vi.unstubAllGlobals();
});

it("observed-fetch.ts logs each retry, traces each request, and keeps the caller's own hook", async () => {
  const answers = [
    () => Promise.reject(new TypeError("fetch failed")),
    async () => new Response("busy", { status: 503 }),
    async () => new Response("hello"),
  ];
  vi.stubGlobal("fetch", () => answers.shift()!());
  const { tracer, spans, leave } = tracingStage();
  const [lines, attempts]: [string[], number[]] = [[], []];
  const keep = (line: string): void => void lines.push(line);
  const logger = { info: keep, warn: keep, error: keep };
  const get = observedFetch(tracer, logger, {
    schedule: fixed("1ms"),
    onRetry: ({ attempt }) => void attempts.push(attempt),
  });

  expect(await (await get("/")).text()).toBe("hello");
  expect(attempts).toEqual([1, 2]);
  expect(lines.slice(0, 2)).toEqual([
    "GET: attempt 1 of 4 failed (TypeError: fetch failed), next in 1ms",
    "GET: attempt 2 of 4 failed (the policy rejects the result), next in 1ms",
  ]);
  expect(spans().map(({ attributes }) => [attributes["http.request.resend_count"], attributes["error.type"]])).toEqual([
    [undefined, "TypeError"],
    [1, "503"],
    [2, undefined],
  ]);
  leave();
});
