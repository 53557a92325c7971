import { expect } from "vitest";

const temporary = (message: string) => ({ name: "TemporaryError", message });

/** The log of a task that is tried again with these delays between its attempts, all of them in seconds. */
function retried(task: string, error: string, delays: readonly number[], end: string): string[] {
  let now = 0;
  const at = (): string => (now === 0 ? "0ms" : now === 0.5 ? "500ms" : now === 60 ? "1m" : `${now}s`);
  const lines = delays.flatMap((delay) => {
    const wait = delay === 0.5 ? "500ms" : delay === 60 ? "1m" : `${delay}s`;
    const pair = [`${at()} received ${task}`, `${at()} retry ${task} in ${wait}: ${error}`];
    now += delay;
    return pair;
  });
  return [...lines, `${at()} received ${task}`, `${at()} ${end}`];
}

const delays = (counts: Readonly<Record<string, number>>) =>
  ["100ms", "1s", "10s", "1m", "10m", "1h", "Infinity"].map((upTo) => ({ upTo, count: counts[upTo] ?? 0 }));

const undelivered = "DeliveryError: no connection";
const notified = "failed notify (attempts): DeliveryError: no connection";
const figures = { retries: 1, successes: 0, revoked: 0, expired: 0 };

/** What each sample comes to, by its number. */
export const comesTo: Readonly<Record<string, unknown>> = {
  "000-1": {
    value: "delivered",
    log: retried("notify", "Error: no connection", [5, 5], "succeeded notify"),
  },
  "000-2": { log: retried("notify", undelivered, [5, 5, 5, 5, 5, 5, 5], notified), attempts: 8 },
  "000-3": { log: retried("notify", undelivered, [0.5, 1, 2, 4, 8], notified), attempts: 6 },
  "000-4": { log: retried("notify", undelivered, [2.5, 5, 10, 20, 40], notified), attempts: 6 },
  "000-5": { without: 1, with: 20 },
  "000-6": { attempts: [6, 2, 6], frozen: true },

  "001-1": {
    reached: ["sent", "0ms", "3s", "7s", "12s"],
    lost: ["refused", "0ms", "3s", "7s", "12s"],
    once: ["refused", "0ms"],
  },
  "001-2": {
    seen: [1, 2, 3, 4].map((attempt) => `attempt ${attempt}: TemporaryError: crowded`),
    log: retried(
      "foo.task",
      "TemporaryError: crowded",
      [1, 3, 9],
      "failed foo.task (attempts): TemporaryError: crowded",
    ),
    last: temporary("crowded"),
  },
  "001-p": ["sent", "0ms", "100ms", "300ms", "700ms"],

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

  "004-1": ["3m", "3m", "3m"],
  "004-2": ["1m", "1m", "1m", "1m", "1m"],
  "004-3": ["1m", "2m", "4m", "8m", "16m"],
  "004-4": { least: ["1m", "2m", "4m", "8m", "16m"], middle: ["63s", "126s", "252s", "504s", "1008s"] },
  "004-5": [
    "0ms received call",
    "0ms retry call in 500ms: TypeError: fetch failed",
    "500ms received call",
    "500ms retry call in 1s: SlowAnswerError: 10s",
    "1.5s received call",
    "1.5s failed call (not-retryable): RangeError: a bug",
  ],
  "004-6": [
    "0ms received call",
    "0ms retry call in 30s: TypeError: fetch failed",
    "30s received call",
    "30s retry call in 1m: SlowAnswerError: 30s",
    "90s received call",
    "90s retry call in 2m: StatusError: HTTP 502",
    "210s received call",
    "210s failed call (not-retryable): StatusError: HTTP 404",
  ],
  "004-7": {
    ends: ["NoSuchOrderError", "paid", "payment refused", "PaymentGatewayError"],
    notes: ["order 1: not-retryable", "order 4: attempts", "order 4 needs a person after 4 attempts"],
  },
  "004-8": [
    "take at attempt 1",
    "give back",
    "take at attempt 2",
    "give back",
    "take for the last time",
    "give back",
    "clean up printer, mark it as failed",
  ],
  "004-9": {
    value: 10,
    saved: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
    log: [
      "0ms received dataset",
      "270s retry dataset in 1m: SoftTimeLimitError: The attempt has run for longer than its soft limit of 270s",
      "330s received dataset",
      "10m retry dataset in 1m: SoftTimeLimitError: The attempt has run for longer than its soft limit of 270s",
      "11m received dataset",
      "13m succeeded dataset",
    ],
  },
  "004-10": ["asked to stop after 120 s", "asked to stop after 300 s", "given up after 360 s"],
  "004-11": {
    kept: [
      {
        task: "import",
        args: [7, "Ada"],
        error: "cannot be processed",
        hasStack: true,
        reason: "attempts",
        attempts: 2,
      },
    ],
    state: "FAILURE",
    left: 0,
  },
  "004-12": [
    { settled: ["moved"], received: 2, letters: ["attempts"] },
    { settled: ["ack"], received: 2, letters: ["attempts"] },
  ],
  "004-13": ["Task failed: first (task 1): TemporaryError: busy"],
  "004-14": [
    {
      note: { id: "with", task: "work", reason: "attempts", attempts: 2, error: temporary("busy") },
      data: "data",
    },
  ],
  "004-15": {
    different: 3,
    receipts: ["receipt 1 for order 7", "receipt 1 for order 7", "receipt 1 for order 7"],
    charged: 1,
    attempts: 2,
  },
  "004-16": { ends: ["processed", "was processed already"], stock: "2", seen: ["3", "3", "3"] },
  "004-17": [
    [
      "warn",
      "Task charge is tried again: TemporaryError: busy",
      { task: "charge", id: "order 7", attempt: 1, delay: 1_000 },
    ],
    [
      "error",
      "Task charge failed: TemporaryError: busy",
      { task: "charge", id: "order 7", attempt: 2, reason: "attempts" },
    ],
  ],
  "004-18": {
    table: [
      [
        "bill of Ada",
        {
          task: "bill",
          args: ["Ada"],
          error: "Error: cannot be processed",
          at: Date.UTC(2026, 0, 1, 0, 1),
          retried: true,
        },
      ],
    ],
    left: 0,
  },
  "004-19": [
    ["network", 6, 250],
    ["rate limit", 8, 122_500],
    ["database lock", 4, 1_500],
    ["api down", 10, 45_000],
    ["invalid data", 1, 0],
    ["not found", 1, 0],
    ["authentication", 1, 0],
    ["timeout", 3, 1_000],
  ],
  "004-20": {
    once: { attempt: 1, delivery: 2 },
    always: { reason: "poison", letters: ["poison"] },
  },
};
