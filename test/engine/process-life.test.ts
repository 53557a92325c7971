import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Bundle, bundled } from "./children/bundle.ts";
import { ended, started } from "./children/child.ts";

let program: Bundle;
beforeAll(async () => void (program = await bundled("sleeper.ts")));
afterAll(() => program.remove());

/** What a scene says, and for how long its process lives when it is done. */
async function played(scene: string) {
  const { code, said } = await ended(started(program.path, scene));
  const [, words, alive] = /^([^]*)alive for (\d+)\n$/.exec(said)!;
  return { code, words: words!.split("\n").filter(Boolean), alive: Number(alive) };
}

// Much less than any sleeper sleeps, and enough for a busy machine.
const SOON = 250;

describe("a process (F-026)", () => {
  it.each([
    ["a run that may be left", []],
    ["a run that was aborted", ["settled"]],
    ["a run that is over", []],
    ["a run that woke while others faked the timers", ["settled"]],
    ["sleepers taken back, but for one that may be left", []],
  ])("ends at once with %s", async (scene, words) => {
    const end = await played(scene);
    expect(end).toMatchObject({ code: 0, words });
    expect(end.alive).toBeLessThan(SOON);
  });

  it("is kept by the naive loop, which cannot be left", async () => {
    const { words, alive } = await played("a run in the naive loop that may be left");
    expect(words).toEqual(["settled"]);
    expect(alive).toBeGreaterThan(500);
  });

  it("lives on for a run that waits, unless told otherwise (rule 8a)", async () => {
    const { code, words, alive } = await played("a run that waits");
    expect({ code, words }).toEqual({ code: 0, words: ["settled"] });
    expect(alive).toBeGreaterThanOrEqual(400);
  });

  it("lives on for a run that waits while others may be left, which wake meanwhile, and then ends at once", async () => {
    const { code, words, alive } = await played("a run that waits beside one that may be left");
    expect({ code, words }).toEqual({ code: 0, words: ["woken meanwhile", "settled"] });
    expect(alive).toBeLessThan(SOON);
  });
});
