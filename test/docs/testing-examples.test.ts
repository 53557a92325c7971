import { afterEach, beforeEach, expect, it, vi } from "vitest";

const log = vi.spyOn(console, "log");
beforeEach(() => {
  log.mockReset().mockImplementation(() => {});
});
afterEach(() => {
  vi.resetModules();
});

it("explore.ts prints how many ways there are, and the longest", async () => {
  await import("../../docs/examples/explore.ts");
  expect(log.mock.calls).toEqual([[expect.stringMatching(/^\d{3} ways, the longest takes 8 s: x .+$/)]]);
});

it("replay.ts prints the run, the same again, and where another policy differs", async () => {
  await import("../../docs/examples/replay.ts");
  expect(log.mock.calls).toEqual([
    ["recorded: x 200ms x 400ms x 800ms x (attempts)"],
    ["replayed: x 200ms x 400ms x 800ms x (attempts)"],
    [
      "The replay differs at event 2, 0ms into the run: recorded was " +
        '{"at":0,"kind":"asked","option":"schedule","answer":200}, but schedule answered 100',
    ],
  ]);
});
