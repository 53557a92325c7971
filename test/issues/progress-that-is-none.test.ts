import { describe, expect, it } from "vitest";
import { type Decision, decide, fixed, policy } from "../../src/index.ts";

// A `Progress` may come from another process. What was no number compared as "not yet": such a run had neither a last attempt nor
// a deadline.
describe("a progress with figures that are none", () => {
  const failure = { kind: "error", error: "busy" } as const;
  const decided = (progress: object): Decision =>
    decide(
      policy({ attempts: 3, totalTimeout: "1m", schedule: fixed(1), routes: [[() => true, { attempts: 2 }]] }),
      failure,
      { attempt: 1, elapsed: 0, previousDelay: 0, routeAttempts: [0], ...progress },
      { wallNow: 0, random: () => 0.5 },
    );

  it.each([undefined, NaN, "many", {}])("stops where nobody knows how many attempts were made: %o", (attempt) => {
    expect(decided({ attempt })).toEqual({ kind: "stop", reason: "attempts" });
  });

  it.each([undefined, NaN, "long", {}])("stops where nobody knows how long it has taken: %o", (elapsed) => {
    expect(decided({ elapsed })).toEqual({ kind: "stop", reason: "deadline" });
  });

  it.each([NaN, "many", {}])("stops where nobody knows how often its route was taken: %o", (taken) => {
    expect(decided({ routeAttempts: [taken] })).toEqual({ kind: "stop", reason: "attempts" });
  });

  it("goes on where all is known", () => {
    expect(decided({})).toMatchObject({ kind: "retry", route: 0 });
  });
});
