import { expect } from "vitest";
import { retried, temporary } from "./retried.ts";

const delays = (counts: Readonly<Record<string, number>>) =>
  ["100ms", "1s", "10s", "1m", "10m", "1h", "Infinity"].map((upTo) => ({ upTo, count: counts[upTo] ?? 0 }));
const figures = { retries: 1, successes: 0, revoked: 0, expired: 0 };

/** What each sample of text 002 comes to. */
export const text002 = {
  "002-1": {
    value: { url: "https://api.example.org/data", data: { from: "https://api.example.org/data" }, attempts: 3 },
    log: [
      "fetching https://api.example.org/data (attempt 1 of 6)",
      "attempt 1 failed with StatusError: HTTP 503; again in 500ms",
      "fetching https://api.example.org/data (attempt 2 of 6)",
      "attempt 2 failed with TypeError: fetch failed; again in 1s",
      "fetching https://api.example.org/data (attempt 3 of 6)",
    ],
  },
  "002-2": { impatient: "RESULT_TIMEOUT", value: "data" },
  "002-3": { early: [false, "STARTED"], late: [true, "SUCCESS", "data"] },
  "002-4": { ends: ["attempts after 3: down", "not-retryable after 1: forbidden"], withoutThrowing: false },
  "002-5": [{ task: "long", attempt: 1, since: "2026-01-01T00:00:00.000Z" }],
  "002-6": {
    waiting: [{ task: "patient", delay: 600_000, from: "schedule", error: "busy" }],
    failing: { ...figures, attempts: 2, deadLetters: 1, failures: { attempts: 1 }, delays: delays({ "1s": 1 }) },
    patient: { ...figures, attempts: 1, deadLetters: 0, failures: {}, delays: delays({ "10m": 1 }) },
  },
  "002-7": { state: "RETRY", attempt: 1, attempts: 3, error: temporary("down"), dueIn: 9_000 },
  "002-8": ["2s", "4s", "8s"],
  "002-9": Array.from({ length: 10 }, () => "5m"),
  "002-10": {
    log: retried("item", "TemporaryError: locked", [60], "failed item (rejected): LastingError: no such item"),
    state: "FAILURE",
    reason: "rejected",
    attempt: 2,
  },
  "002-11": {
    log: [
      "0ms received report",
      "0ms retry report in 500ms: RejectedResultError: The result was rejected by the policy",
      "0ms received report",
      "0ms succeeded report",
      "500ms received report",
      "500ms succeeded report",
    ],
    rows: [12, 12],
    refused: [
      expect.stringContaining('got "max_retries"; "attempts" in "policy" counts calls, the first included'),
      expect.stringContaining('got "retry_backoff"; "schedule" in "policy" says how long to wait'),
      'attempts: expected a whole number ≥ 1, or Infinity, got "3"',
    ],
  },
  "002-12": {
    "by the star": ["1m", "1m"],
    "by its name": ["1s", "1s", "1s"],
    "by the task": ["5s", "5s"],
    "by the call": ["5s"],
  },
  "002-13": { anything: 5, named: 1 },
  "002-14": {
    api: "91s",
    database: "47s",
    critical: "1133s",
    endless: ["no-deadline", "many-attempts-without-budget", "unlimited-without-deadline"],
  },
  "002-15": {
    fixed: [{ code: "no-jitter", reason: "Callers that fail together come back together: add a jitter." }],
    endless: [{ code: "no-cap", reason: "The delays grow without end: add a cap." }],
    sound: [],
  },
  "002-16": ["monitored: attempt 1 of 3", "monitored: attempt 2 of 3", "monitored: attempt 3 of 3"],
  "002-17": {
    value: "data",
    log: [
      "0ms received call",
      "55s retry call in 1s: SlowAnswerError: no answer for 55 s",
      "56s received call",
      "57s succeeded call",
    ],
  },
  "002-18": { attempts: [1, 2, 3, 4], state: "FAILURE", hours: 3 },
  "002-19": [5, 1, 1, 1, 2, 1, 1, 1, 3, 2, 2, 1, 3, 2, 1, 4, -6, 1, 3, 2],
  "002-20": [42, "42 at attempt 2"],
  "002-21": {
    state: "FAILURE",
    reason: "not-retryable",
    attempt: 2,
    error: { name: "LastingError", message: "no such record" },
  },
};
