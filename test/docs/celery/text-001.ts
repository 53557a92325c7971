import { retried, temporary } from "./retried.ts";

/** What each sample of text 001 comes to. */
export const text001 = {
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
};
