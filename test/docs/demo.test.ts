import { stripVTControlCharacters } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";
import { scenario } from "../../docs/examples/scenario.ts";

// What fetch loads when it is first called must not use up the time of the first attempt.
beforeAll(() => fetch("data:,"));

describe("the demo", () => {
  it("gets its page from a server that misbehaves, and tells how", async () => {
    const lines: string[] = [];
    const print = (line: string): void => void lines.push(stripVTControlCharacters(line));
    expect(await scenario(print)).toBe(true);
    expect(
      lines.slice(2).map((line) => line.replace(/^ +\d+\.\d\ds {2}/, "").replaceAll(/\d+(\.\d+)?m?s/g, "?")),
    ).toEqual([
      "attempt 1 of 6",
      expect.stringContaining("  x "),
      "  wait ?: the schedule says so",
      "attempt 2 of 6",
      "  x The attempt took longer than ? (ATTEMPT_TIMEOUT)",
      "  wait ?: the schedule says so",
      "attempt 3 of 6",
      "  x 503 Service Unavailable, Retry-After: 1",
      "  wait ?: the server asks for it",
      "attempt 4 of 6",
      "  o 200 OK",
      "Body: All is well again.",
      "Outcome: ok after 4 attempts in ?",
    ]);
  });

  it("says so when it does not go as promised", async () => {
    const lines: string[] = [];
    expect(await scenario((line) => void lines.push(line), { attempts: 1 })).toBe(false);
    expect(lines.at(-1)).toContain("Not as promised");
  });
});
