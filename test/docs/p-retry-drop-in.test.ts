import { expect, it, vi } from "vitest";

it("the example of the drop-in gets its page, and lets go of what never ends", async () => {
  const log = vi.spyOn(console, "log").mockImplementation(() => {});
  try {
    await import("../../docs/examples/p-retry-drop-in.ts");
    expect(log.mock.calls.flat()).toEqual([
      "Attempt 1 failed (HTTP 503), 5 retries left",
      "Attempt 2 failed (HTTP 503), 4 retries left",
      "All is well.",
      "The caller has left",
    ]);
  } finally {
    log.mockRestore();
  }
});
