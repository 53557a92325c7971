import { describe, expect, it } from "vitest";
import { InvalidOptionError, seededRandom } from "../../src/core/index.ts";
import { draw, HIGHEST_DRAW } from "../../src/core/random.ts";

type Seed = Parameters<typeof seededRandom>[0];

/** The 32-bit words behind the draws. */
function words(seed: Seed, count: number): number[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => random() * 2 ** 32);
}

describe("seededRandom", () => {
  // Source: the tests of the Rust crate rand_xoshiro (rust-random/rngs, rand_xoshiro/src/xoshiro128plusplus.rs), which
  // were made with the reference implementation, prng.di.unimi.it/xoshiro128plusplus.c.
  it("gives the published values of xoshiro128++ for the state 1, 2, 3, 4", () => {
    expect(words([1, 2, 3, 4], 10)).toEqual([
      641, 1_573_767, 3_222_811_527, 3_517_856_514, 836_907_274, 4_247_214_768, 3_867_114_732, 1_355_841_295,
      495_546_011, 621_204_420,
    ]);
  });

  // Source: the tests of PHP (php/php-src, ext/random/tests/02_engine/user_xoshiro128plusplus.phpt).
  it("gives the published 102 401st value for the state 1, 2, 3, 4", () => {
    expect(words([1, 2, 3, 4], 102_401).at(-1)).toBe(0x2c873cfa);
  });

  it.each<[seed: number, values: number[]]>([
    [0, [1_775_170_212, 2_308_282_432, 4_005_117_630, 2_575_604_023]],
    [1, [909_274_362, 1_311_799_249, 1_224_002_957, 3_973_411_159]],
    [2, [2_235_125_566, 898_420_292, 3_477_598_177, 3_435_463_134]],
    [-1, [3_074_972_966, 3_647_294_632, 2_088_619_998, 1_943_506_836]],
    [42, [80_372_098, 2_594_957_127, 2_747_729_271, 1_056_900_822]],
    [2 ** 32, [1_588_624_247, 786_852_428, 1_030_009_234, 1_668_901_513]],
    [Number.MAX_SAFE_INTEGER, [1_741_085_297, 1_743_615_258, 3_281_794_460, 3_240_481_383]],
    [Number.MIN_SAFE_INTEGER, [95_281_742, 2_866_835_515, 258_049_617, 2_739_407_475]],
  ])("gives the same values for seed %d on every platform", (seed, values) => {
    expect(words(seed, 4)).toEqual(values);
  });

  it("repeats itself from the same seed, and only there", () => {
    expect(words(7, 100)).toEqual(words(7, 100));
    expect(words(7, 100)).not.toEqual(words(8, 100));
  });

  it("has seeds that share nothing, however near they are", () => {
    const firsts = new Set(Array.from({ length: 10_000 }, (_, seed) => words(seed, 2).join(" ")));
    expect(firsts.size).toBe(10_000);
  });

  it("keeps its own state, which nobody shares", () => {
    const [a, b] = [seededRandom(1), seededRandom(1)];
    const alone = words(1, 4).map((word) => word / 2 ** 32);
    expect([a(), b(), a(), a(), b(), a()]).toEqual([alone[0], alone[0], alone[1], alone[2], alone[1], alone[3]]);
  });

  it("does not write into the state it was given", () => {
    const state = Object.freeze([1, 2, 3, 4] as const);
    seededRandom(state)();
    expect(state).toEqual([1, 2, 3, 4]);
  });

  it("takes 0 and -0 for the same seed", () => {
    expect(words(-0, 4)).toEqual(words(0, 4));
  });

  it("stays in [0, 1)", () => {
    const random = seededRandom(1);
    for (let index = 0; index < 100_000; index++) {
      const drawn = random();
      if (drawn < 0 || drawn >= 1) throw new Error(`a draw of ${drawn}`);
    }
  });

  it.each<[shown: string, seed: unknown]>([
    ["0.5", 0.5],
    ["NaN", NaN],
    ["Infinity", Infinity],
    ["9007199254740992", 2 ** 53],
    ["undefined", undefined],
    ["null", null],
    ['"1"', "1"],
    ["1n", 1n],
    ["an instance of Date", new Date(1)],
    ["an array", []],
    ["an array", [1, 2, 3]],
    ["an array", [1, 2, 3, 4, 5]],
    ["an array", [0, 0, 0, 0]],
    ["an array", [1, 2, 3, -4]],
    ["an array", [1, 2, 3, 2 ** 32]],
    ["an array", [1, 2, 3, 0.5]],
    ["an array", [1, 2, 3, NaN]],
    ["an array", [1, 2, 3, "4"]],
    ["an array", Object.assign(Array(4), { 0: 1, 2: 3, 3: 4 })],
    ["an instance of Uint32Array", new Uint32Array([1, 2, 3, 4])],
  ])("refuses %s as a seed", (shown, seed) => {
    expect(() => seededRandom(seed as Seed)).toThrow(InvalidOptionError);
    expect(() => seededRandom(seed as Seed)).toThrow(expect.objectContaining({ option: "seed" }));
    expect(() => seededRandom(seed as Seed)).toThrow(new RegExp(`^seed: expected a safe integer.*, got ${shown}$`));
  });
});

describe("a draw", () => {
  it.each<[answer: unknown, drawn: number]>([
    [0, 0],
    [0.25, 0.25],
    [HIGHEST_DRAW, HIGHEST_DRAW],
    [1, HIGHEST_DRAW],
    [7, HIGHEST_DRAW],
    [Infinity, HIGHEST_DRAW],
    [-0.1, 0],
    [-Infinity, 0],
    [NaN, 0.5],
    [undefined, 0.5],
    ["0.25", 0.5],
    [[0.25], 0.5],
    [true, 0.5],
  ])("of %j is %d (F-014)", (answer, drawn) => {
    expect(draw(() => answer as number)).toBe(drawn);
  });

  it("is below 1, and nothing lies between", () => {
    expect(HIGHEST_DRAW).toBeLessThan(1);
    expect((HIGHEST_DRAW + 1) / 2).toBe(1);
  });
});
