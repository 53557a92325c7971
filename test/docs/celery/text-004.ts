import { temporary } from "./retried.ts";

/** What each sample of text 004 comes to. */
export const text004 = {
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
