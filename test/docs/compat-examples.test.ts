import { afterEach, expect, it, vi } from "vitest";

const log = vi.spyOn(console, "log");
afterEach(() => {
  vi.resetModules();
  log.mockReset();
});

it("policies-from-elsewhere.ts prints one policy in the words of several systems", async () => {
  log.mockImplementation(() => {});
  await import("../../docs/examples/policies-from-elsewhere.ts");
  expect(log.mock.calls).toEqual([
    ["exponential 1m x2, cap 1h", "|", "x 1m x 2m o"],
    [{ attempts: 5, backoff: { type: "exponential", delay: 1_000 } }],
    [{ initialInterval: 1_000, backoffCoefficient: 2, maximumInterval: 100_000, maximumAttempts: 5 }],
    [{ schedule: "exponential 1s x2, cap 100s", attempts: 5 }],
  ]);
});

it("situations.ts gets through a deadlock, and gives up on what is hopeless", async () => {
  log.mockImplementation(() => {});
  await import("../../docs/examples/situations.ts");
  expect(log.mock.calls).toEqual([
    ["transferred 10", "after 3 calls"],
    [true, 4],
  ]);
});
