import { describe, expect, it } from "vitest";
import { checkSchedule, ScheduleLawError } from "../../src/testing/laws.ts";
import * as jitters from "../mutants/jitters.ts";
import * as schedules from "../mutants/schedules.ts";

const mutants = Object.entries({ ...schedules, ...jitters });

function broken(check: () => void): ScheduleLawError | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    if (error instanceof ScheduleLawError) return error;
    throw error;
  }
}

describe("the law kit rejects", () => {
  it.each(mutants)("%s", (_name, { breaks, make }) => {
    expect(broken(() => checkSchedule(make()))?.law).toBe(breaks);
  });

  it.each(mutants)("%s with any seed", (_name, { breaks, make }) => {
    for (let seed = 2; seed <= 20; seed++) expect(broken(() => checkSchedule(make(), { seed }))?.law).toBe(breaks);
  });
});
