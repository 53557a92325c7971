import { describe, expect, it } from "vitest";
import { sidekiq } from "../../src/compat/index.ts";
import { parseSchedule } from "../../src/core/notation.ts";
import { policyToJSON } from "../../src/policy/json.ts";
import { checkSchedule } from "../../src/testing/laws.ts";

/** Sidekiq 8, `lib/sidekiq/job_retry.rb`: `(count ** 4) + 15`, and `rand(10 * (count + 1))` on top, for counts from 0. */
const SECONDS = [
  [15, 10],
  [16, 20],
  [31, 30],
  [96, 40],
  [271, 50],
  [640, 60],
  [1_311, 70],
  [2_416, 80],
  [4_111, 90],
  [6_576, 100],
] as const;

describe("sidekiq", () => {
  it.each(SECONDS.map((row, count) => [count, ...row] as const))(
    "count %i: %i s and up to %i more",
    (count, least, more) => {
      expect(sidekiq.schedule.bounds(count + 1)).toEqual({ min: least * 1_000, max: (least + more) * 1_000 });
      expect(sidekiq.schedule.delay({ retry: count + 1, previousDelay: 0 }, () => 0.5)).toBe(
        (least + more / 2) * 1_000,
      );
    },
  );

  it("retries 25 times, in about 20 days", () => {
    const least = Array.from({ length: 25 }, (_, count) => sidekiq.schedule.bounds(count + 1).min);
    expect(sidekiq.attempts).toBe(26);
    expect(least.reduce((sum, delay) => sum + delay, 0)).toBe(1_763_395_000);
  });

  it("keeps the laws of a schedule", () => {
    checkSchedule(sidekiq.schedule);
  });

  it("has a name that says what it is and is no notation", () => {
    expect(sidekiq.schedule.name).toBe("sidekiq");
    expect(() => parseSchedule("sidekiq")).toThrow("expected a source");
    expect(() => policyToJSON(sidekiq)).toThrow("schedule: expected one whose name is its notation");
  });
});
