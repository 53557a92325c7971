import { expect, it } from "vitest";
import { awsQuota, fixed, retryBudget, settle } from "../../src/index.ts";
import { logHooks, traced } from "../../src/observe/index.ts";
import { blame, strays } from "../support/host.ts";

// A function that should answer at once and is `async` instead: its promise was taken for true, or for text that could not be
// shown, and when it rejected the process ended.
const late = (() => Promise.reject(new Error("too late"))) as never;
const busy = (): Promise<never> => Promise.reject(new Error("busy"));

it("an async isThrottle or cost is a mistake in the policy, and ends nothing else", async () => {
  for (const budget of [awsQuota({ edition: "2.1", isThrottle: late }), retryBudget({ capacity: 9, cost: late })]) {
    const { rejections } = await strays(async () => {
      expect(await settle(busy, { budget, schedule: fixed(0) })).toMatchObject({ reason: "policy-error", attempts: 1 });
    });
    expect(rejections).toEqual([]);
  }
});

it("an async redact withholds the text, and ends nothing", async () => {
  const lines: string[] = [];
  const log = (line: string): void => void lines.push(line);
  const { rejections, warnings } = await strays(() =>
    settle(busy, { attempts: 1, ...logHooks({ info: log, warn: log, error: log }, { redact: late }) }),
  );
  expect(lines).toEqual([expect.stringContaining("(withheld)")]);
  expect(rejections).toEqual([]);
  expect(warnings.map(({ message }) => message)).toContain(`${blame("redact")}Error: too late`);
});

it("an async predicate of results rejects none for a span, and ends nothing", async () => {
  const said: unknown[] = [];
  const span = {
    setAttributes: (each: unknown) => said.push(each),
    addEvent: () => {},
    setStatus: () => {},
    end: () => {},
  };
  const operation = traced(() => 5, { tracer: { startActiveSpan: (_n, _o, run) => run(span) }, rejects: late });
  const { rejections } = await strays(() => settle(operation));
  expect(said).toEqual([{}]);
  expect(rejections).toEqual([]);
});
