import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Bundle, bundled } from "./children/bundle.ts";
import { ended, started } from "./children/child.ts";

const isNode = !("Bun" in globalThis) && !("Deno" in globalThis);
const FLAGS = ["--expose-gc", "--min-semi-space-size=32", "--max-semi-space-size=32"] as const;

// Bytes repeat where nanoseconds do not. On other platforms the same objects have other sizes.
describe.runIf(isNode)("the bytes", () => {
  let program: Bundle;
  let figures: Readonly<Record<"byHand" | "retry" | "wrap" | "literal" | "sleeper" | "parked", number>>;
  beforeAll(async () => {
    program = await bundled("allocations.ts");
    const [first, ...flags] = FLAGS;
    figures = JSON.parse((await ended(started(first, ...flags, program.path))).said) as typeof figures;
  });
  afterAll(() => program.remove());

  it("of a call whose first attempt succeeds are counted as what they are: a loop by hand makes some hundred bytes", () => {
    expect(figures.byHand).toBeGreaterThan(400);
    expect(figures.byHand).toBeLessThan(900);
  });

  // A newer V8 makes smaller objects of all three.
  it.each([
    ["retry", 0.73],
    ["wrap", 0.75],
  ] as const)(
    "of such a call are fewer than those of a loop by hand, with %s: at most %d times as many",
    (verb, share) => {
      expect(figures[verb] / figures.byHand).toBeLessThan(share);
    },
  );

  it("of a call with its options as a literal are at most 1.2 times those of a loop by hand", () => {
    expect(figures.literal / figures.byHand).toBeLessThan(1.2);
  });

  it("of a sleeper are those of a record, a bound function and its place", () => {
    expect(figures.sleeper).toBeGreaterThan(80);
    expect(figures.sleeper).toBeLessThan(150);
  });

  it("of a sleeper that lies in the clock as it is are at most 80", () => {
    expect(figures.parked).toBeGreaterThan(40);
    expect(figures.parked).toBeLessThanOrEqual(80);
  });
});
