import { describe, expect, it } from "vitest";
import { InvalidOptionError } from "../../src/core/invalid-option.ts";
import { fixed } from "../../src/core/sources.ts";
import type { AttemptContext } from "../../src/engine/context.ts";
import { permanent } from "../../src/policy/errors.ts";
import { retry as ours } from "../../src/retry/retry.ts";
import { wrap as wrapped, wrapWithAttempt } from "../../src/retry/wrap.ts";
import { virtualClock } from "../../src/testing/virtual-clock.ts";
import { trap } from "../support/trap.ts";
import { failing, rejection } from "./scene.ts";

const busy = new Error("busy");

describe("rule 13c a wrapped function", () => {
  trap("passes its arguments on, to every attempt", { cannot: "rest and spread do it, too" }, async (stage) => {
    const { wrap, clock } = stage;
    const seen: unknown[] = [];
    const save = async (...args: unknown[]): Promise<string> => {
      if (seen.push(args) < 3) throw busy;
      return "saved";
    };
    expect(await clock.runUntil(wrap(save, { schedule: fixed(10) }, { clock })(1, "two", undefined))).toBe("saved");
    expect(seen).toEqual([1, 2, 3].map(() => [1, "two", undefined]));
  });

  trap("keeps this, as a method and by call", async ({ wrap, clock }) => {
    class Store {
      readonly #items = new Map([["a", 1]]);
      calls = 0;
      async find(key: string): Promise<number | undefined> {
        if (++this.calls < 3) throw busy;
        return this.#items.get(key);
      }
    }
    const find = wrap(Store.prototype.find, { schedule: fixed(10) }, { clock });
    const store = Object.assign(new Store(), { patiently: find });
    expect(await clock.runUntil(store.patiently("a"))).toBe(1);
    expect(await clock.runUntil(find.call(new Store(), "a"))).toBe(1);
  });

  trap("keeps its name and its number of parameters", ({ wrap }) => {
    const save = wrap(async function saveUser(_id: number, _name: string) {});
    expect([save.name, save.length]).toEqual(["saveUser", 2]);
    expect(Object.getOwnPropertyDescriptor(save, "name")).toEqual({
      value: "saveUser",
      writable: false,
      enumerable: false,
      configurable: true,
    });
  });

  trap(
    "answers with a promise also when the function throws at once",
    { cannot: "an async function does" },
    async (stage) => {
      const { wrap, clock } = stage;
      const save = wrap(
        (): Promise<never> => {
          throw busy;
        },
        { attempts: 1 },
        { clock },
      );
      expect(await rejection(save())).toBe(busy);
    },
  );

  it("can be wrapped again: the attempts multiply", async () => {
    const clock = virtualClock();
    const operation = failing([busy]);
    const options = { attempts: 2, schedule: fixed(10) };
    const twice = wrapped(wrapped(operation, options, { clock }), options, { clock });
    expect(await clock.runUntil(rejection(twice()))).toBe(busy);
    expect(operation.calls).toBe(4);
  });
});

describe("rule 13c a function that sees its attempt", () => {
  it("gets it first, and then the caller's arguments", async () => {
    const clock = virtualClock();
    const label = wrapWithAttempt(
      async ({ attempt }, name: string, times: number) => {
        if (attempt < 3) throw busy;
        return `${name} ${attempt}`.repeat(times);
      },
      { schedule: fixed(10) },
      { clock },
    );
    expect(await clock.runUntil(label("attempt", 2))).toBe("attempt 3attempt 3");
  });

  it("keeps this and its name, and counts the parameters that callers see", async () => {
    async function find(this: { prefix: string }, { attempt }: AttemptContext, key: string): Promise<string> {
      return `${this.prefix}${key}${attempt}`;
    }
    const store = { prefix: "x-", find: wrapWithAttempt(find) };
    expect(await store.find("a")).toBe("x-a1");
    expect([store.find.name, store.find.length]).toEqual(["find", 1]);
    const none = wrapWithAttempt(() => "done");
    expect(none.length).toBe(0);
    expect(await none()).toBe("done");
  });
});

describe("what cannot be used", () => {
  it("throws from wrap at once, and rejects from retry", async () => {
    const operation = failing([], "done");
    const bad = { attempts: 0 };
    expect(() => wrapped(operation, bad)).toThrow(InvalidOptionError);
    expect(() => wrapWithAttempt(operation, bad)).toThrow(InvalidOptionError);
    expect(await rejection(ours(operation, bad))).toBeInstanceOf(InvalidOptionError);
    expect(operation.calls).toBe(0);
  });

  it("an unwatched wrapped function fails as a watched one does", async () => {
    const gone = new Error("gone");
    expect(await rejection(wrapped(failing([permanent(gone)]))())).toBe(gone);
    expect(await rejection(wrapped(failing([busy]), { schedule: fixed(0) })())).toBe(busy);
    expect(await wrapped(failing([busy], "done"), { schedule: fixed(0) })()).toBe("done");
  });

  it("a virtual clock that stands still names the function that waits", async () => {
    const clock = virtualClock({ patience: 0 });
    const hang = wrapped(
      async function loadUser(): Promise<never> {
        return new Promise(() => {});
      },
      {},
      { clock },
    );
    await expect(clock.runUntil(hang())).rejects.toThrow("attempt 1 of loadUser");
    const nameless = virtualClock({ patience: 0 });
    const run = ours(() => new Promise<never>(() => {}), {}, { clock: nameless });
    await expect(nameless.runUntil(run)).rejects.toThrow("attempt 1 of the operation");
  });
});
