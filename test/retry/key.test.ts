import { afterEach, describe, expect, it, vi } from "vitest";
import { randomKey } from "../../src/engine/key.ts";

const UUID = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;

afterEach(() => void vi.unstubAllGlobals());

describe("a random key", () => {
  it("is a UUID, another one each time", () => {
    const keys = Array.from({ length: 100 }, randomKey);
    expect(keys.every((key) => UUID.test(key))).toBe(true);
    expect(new Set(keys).size).toBe(100);
  });

  it("is a UUID too where the platform gives random bytes only", () => {
    vi.stubGlobal("crypto", { getRandomValues: crypto.getRandomValues.bind(crypto) });
    const keys = Array.from({ length: 100 }, randomKey);
    expect(keys.filter((key) => !UUID.test(key))).toEqual([]);
    expect(new Set(keys).size).toBe(100);
  });

  it("sets version and variant of RFC 9562 and keeps every other bit", () => {
    for (const [byte, key] of [
      [0x00, "00000000-0000-4000-8000-000000000000"],
      [0xff, "ffffffff-ffff-4fff-bfff-ffffffffffff"],
    ] as const) {
      vi.stubGlobal("crypto", { getRandomValues: (bytes: Uint8Array) => bytes.fill(byte) });
      expect(randomKey()).toBe(key);
    }
  });
});
