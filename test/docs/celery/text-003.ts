import { expect } from "vitest";
import { retried } from "./retried.ts";

/** What each sample of text 003 comes to. */
export const text003 = {
  "003-1": { fetched: 200, retries: 20, lastAt: "15 min" },
  "003-2": 7,
  "003-3": { log: ["0ms received add", "0ms succeeded add"], left: "PENDING" },
  "003-4": 7,
  "003-5": {
    log: ["0ms received add", "0ms failed add (attempts): Error: cannot add today"],
    stack: expect.stringMatching(/^Error: cannot add today\n.*adding\.ts/s),
  },
  "003-6": retried("add", "Error: odd", [2, 2, 2], "failed add (attempts): Error: odd"),
  "003-7": retried("add", "Error: odd", [2], "failed add (attempts): Error: odd"),
  "003-8": { drawn: [5, 6], log: retried("add", "Error: odd", [2], "succeeded add") },
  "003-9": {
    dueAt: "2026-01-01T00:00:01.000Z",
    log: retried("add", "Error: odd", [1], "succeeded add"),
    value: 7,
  },
  "003-10": { fetched: 180, retries: 0, lastAt: "5 min" },
  "003-11": { fetched: 200, retries: 20, lastAt: "15 min" },
};
