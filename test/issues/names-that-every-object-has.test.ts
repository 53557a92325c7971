import { afterEach, expect, it } from "vitest";
import { fixed, fullJitter, hedge, schedule, settle } from "../../src/index.ts";
import { virtualClock } from "../../src/testing/index.ts";

const polluted = Object.prototype as { place?: unknown; failure?: unknown };

afterEach(() => {
  delete polluted.place;
  delete polluted.failure;
});

it("say nothing of where a draw falls (F-074)", () => {
  polluted.place = 0;
  expect(schedule(fixed(10), fullJitter).delay({ retry: 1, previousDelay: 0 }, () => 0.5)).toBe(5);
});

it("end no attempts side by side (F-074)", async () => {
  polluted.failure = 0;
  const clock = virtualClock();
  const operation = ({ attempt }: { attempt: number }): string => {
    if (attempt === 1) throw new Error("busy");
    return "done";
  };
  expect(await clock.runUntil(hedge(operation, { schedule: fixed(10) }, { clock }))).toBe("done");
  expect(await clock.runUntil(settle(operation, { schedule: fixed(10) }, { clock }))).toMatchObject({ ok: true });
});
