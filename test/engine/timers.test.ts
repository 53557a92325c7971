import { afterEach, describe, expect, it, vi } from "vitest";
import { keepAlive } from "../../src/engine/timers.ts";

afterEach(() => vi.unstubAllGlobals());

describe("keeping a process alive with a timer", () => {
  it("is said to the timer itself, where it is an object", () => {
    const said: string[] = [];
    const timer = { ref: () => said.push("ref"), unref: () => said.push("unref") };
    keepAlive(timer, true);
    keepAlive(timer, false);
    expect(said).toEqual(["ref", "unref"]);
  });

  it("is said to Deno, where it is a number", () => {
    const said: string[] = [];
    vi.stubGlobal("Deno", {
      refTimer: (id: number) => said.push(`ref ${id}`),
      unrefTimer: (id: number) => said.push(`unref ${id}`),
    });
    keepAlive(7, true);
    keepAlive(8, false);
    expect(said).toEqual(["ref 7", "unref 8"]);
  });

  it.each([7, {}, undefined, null])("is not said where nobody would hear it: %s", (timer) => {
    vi.stubGlobal("Deno", undefined);
    expect(() => keepAlive(timer, true)).not.toThrow();
    expect(() => keepAlive(timer, false)).not.toThrow();
  });
});
