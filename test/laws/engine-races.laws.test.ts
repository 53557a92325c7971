import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { settle } from "../../src/retry/retry.ts";
import { lawParameters } from "../support/laws.ts";
import { faresAsAlone, type Member } from "./engine-company.ts";
import { anyField, anyMember } from "./engine-fields.ts";
import { fair, raced } from "./engine-races.ts";
import { LEFT } from "./engine-stage.ts";

describe("a race of abort, timers, answers and hooks, in any order", () => {
  it("E6 ends in the turn of the abort, and no call follows", async () => {
    const holds = fc.asyncProperty(fc.scheduler(), anyField, async (scheduler, field) =>
      fair(await raced(scheduler, field, settle)),
    );
    await fc.assert(holds, lawParameters(500));
  });

  it("E6 ends with the caller's reason, unless a value or the last error was there before", async () => {
    const ends = new Set<string>();
    const holds = fc.asyncProperty(fc.scheduler(), anyField, async (scheduler, field) => {
      const { reason } = await raced(scheduler, field, settle);
      const end = reason === LEFT ? "left" : reason === "value" ? "value" : "last error";
      ends.add(end);
      return reason === LEFT || reason === "value" || reason instanceof Error;
    });
    await fc.assert(holds, lawParameters(500));
    expect([...ends].toSorted()).toEqual(["last error", "left", "value"]);
  });
});

describe("E7 runs under one policy", () => {
  it("fare as each would alone", async () => {
    const holds = fc.asyncProperty(anyMember, fc.integer({ min: 2, max: 5 }), (members: Member[], attempts) =>
      faresAsAlone(members, attempts, settle),
    );
    await fc.assert(holds, lawParameters(150));
  });
});
