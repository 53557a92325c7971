import { deserialize } from "node:v8";
import { describe, expect, it } from "vitest";
import { structured } from "ostinato/tasks";
import { stage } from "./stage.ts";

const cycle: unknown[] = [];
cycle.push(cycle);

describe("structured", () => {
  it("gives back dates, maps, sets, cycles and bytes", () => {
    const serializer = structured();
    const value = [new Date(5), new Map([[1, new Set([2])]]), new Uint8Array([3]), undefined, 4n];
    expect(serializer.decode(serializer.encode(value, "args"))).toEqual(value);
    expect(serializer.decode(serializer.encode(cycle, "args"))).toEqual(cycle);
  });

  it("writes what V8 itself reads", () => {
    expect(deserialize(structured().encode(new Map([["a", 1n]]), "args"))).toEqual(new Map([["a", 1n]]));
  });

  it("refuses what cannot be cloned, what is too large, and bytes of another make", () => {
    expect(() => structured().encode(() => {}, "args")).toThrow("args: it cannot be cloned");
    expect(() => structured({ maxBytes: 1 }).encode("long", "args")).toThrow("more than 1");
    expect(() => structured().decode(new Uint8Array([1, 2, 3]))).toThrow("its bytes cannot be read");
  });

  it("carries a call there and back, where an app is given it", async () => {
    const { app, clock } = stage({ serializer: structured() });
    const task = app.task("t", ({ attempt, retry }, when: Date) => {
      if (attempt === 1) throw retry({ args: [new Date(when.getTime() + 1)] });
      return new Map([["when", when]]);
    });
    app.worker().start();
    const result = await task.delay(new Date(5));
    expect(await clock.runUntil(result.get())).toEqual(new Map([["when", new Date(6)]]));
  });
});
