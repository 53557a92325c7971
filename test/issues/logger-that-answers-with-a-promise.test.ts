import { expect, it } from "vitest";
import { fixed, settle } from "../../src/index.ts";
import { logHooks, traced } from "../../src/observe/index.ts";
import { blame, strays } from "../support/host.ts";

// What a logger or a span answered was let go, so that one which writes to a network ended the process when the network failed.
const lost = (): Promise<never> => Promise.reject(new Error("nobody listens"));
const flaky = async ({ attempt }: { attempt: number }): Promise<number> => {
  if (attempt < 2) throw new Error("busy");
  return attempt;
};

it("a logger whose promises reject is reported, and ends nothing", async () => {
  const logger = { debug: lost, info: lost, warn: lost, error: lost };
  const { warnings, rejections } = await strays(async () => {
    expect(await settle(flaky, { schedule: fixed(0), ...logHooks(logger) })).toMatchObject({ ok: true });
    expect(await settle(lost, { attempts: 1, ...logHooks(logger) })).toMatchObject({ ok: false });
  });
  expect(rejections).toEqual([]);
  const hooks = ["onAttempt", "onRetry", "onAttempt", "onSuccess", "onAttempt", "onGiveUp"];
  expect(warnings.map(({ message }) => message)).toEqual(hooks.map((hook) => `${blame(hook)}Error: nobody listens`));
});

it("a span whose promises reject is reported, and ends nothing", async () => {
  const span = { setAttributes: lost, addEvent: lost, setStatus: lost, end: () => {} };
  const operation = traced(flaky, { tracer: { startActiveSpan: (_name, _options, run) => run(span) } });
  const { warnings, rejections } = await strays(() => settle(operation, { schedule: fixed(0) }));
  expect(rejections).toEqual([]);
  expect(warnings.map(({ message }) => message)).toEqual(Array(2).fill(`${blame("span")}Error: nobody listens`));
});
