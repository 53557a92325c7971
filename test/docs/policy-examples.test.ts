import { afterEach, beforeEach, expect, it, vi } from "vitest";

const log = vi.spyOn(console, "log");
const table = vi.spyOn(console, "table");
beforeEach(() => {
  log.mockReset().mockImplementation(() => {});
  table.mockReset().mockImplementation(() => {});
});
afterEach(() => {
  vi.resetModules();
});

it("explain.ts prints what the policy comes to, and nothing against it", async () => {
  await import("../../docs/examples/explain.ts");
  expect(log.mock.calls).toEqual([
    [
      {
        least: { delay: 0, total: 0 },
        expected: { delay: 3_100, total: 3_100 },
        worst: { delay: 6_200, total: 15_000 },
        approximate: false,
      },
    ],
  ]);
  expect(table.mock.calls[0]![0]).toHaveLength(6);
});

it("policy-from-json.ts prints the policy as it was read", async () => {
  await import("../../docs/examples/policy-from-json.ts");
  const text =
    '{"schedule":"exponential 200ms x2, cap 30s, full jitter","attempts":5,"totalTimeout":"1m","retryIf":"busy"}';
  expect(log.mock.calls).toEqual([[text]]);
});

it("retryable.ts prints what the third attempt gives", async () => {
  await import("../../docs/examples/retryable.ts");
  expect(log.mock.calls).toEqual([[6]]);
});
