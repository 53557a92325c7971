import { retryable } from "ostinato";
import { describe, expect, it, vi } from "vitest";
import { InvalidOptionError } from "../../src/core/invalid-option.ts";
import { fixed } from "../../src/core/sources.ts";
import type { EnvFor } from "../../src/retry/wrap.ts";
import { virtualClock } from "../../src/testing/virtual-clock.ts";

const quick = { attempts: 3, schedule: fixed(0) };

/** Fails so many times, then gives its answer. */
function failing(times: number): () => Promise<void> {
  let left = times;
  return async () => {
    if (left-- > 0) throw new Error("busy");
  };
}

class Shop {
  readonly owner = "ada";
  readonly busy = failing(2);
  readonly #hidden = failing(2);
  static readonly country = "FR";
  static readonly busy = failing(2);
  static readonly #hiddenToo = failing(2);

  @retryable(quick)
  async sells(sku: string, count = 1): Promise<string> {
    await this.busy();
    return `${this.owner} sells ${count} ${sku}`;
  }

  @retryable(quick)
  static async opens(this: typeof Shop): Promise<string> {
    await this.busy();
    return this.country;
  }

  @retryable(quick)
  async #counts(): Promise<string> {
    await this.#hidden();
    return this.owner;
  }

  @retryable(quick)
  static async #closes(this: typeof Shop): Promise<string> {
    await this.#hiddenToo();
    return this.country;
  }

  static closes(): Promise<string> {
    return this.#closes();
  }

  counts(): Promise<string> {
    return this.#counts();
  }

  @retryable(quick)
  async first<Item>(...items: readonly Item[]): Promise<Item | undefined> {
    await this.busy();
    return items[0];
  }

  @retryable({ attempts: 2, schedule: fixed(0) })
  async fails(error: Error): Promise<never> {
    throw error;
  }
}

class Market extends Shop {
  override readonly owner = "grace" as never;

  override async first<Item>(...items: readonly Item[]): Promise<Item | undefined> {
    return super.first(...items.toReversed());
  }
}

describe("retryable as a decorator", () => {
  it("13: gives a method retry", async () => {
    const warehouse = { count: vi.fn().mockRejectedValueOnce(new Error("busy")).mockResolvedValue(7) };
    vi.spyOn(Math, "random").mockReturnValue(0);
    class Inventory {
      @retryable({ attempts: 3 })
      async stock(sku: string): Promise<number> {
        return warehouse.count(sku);
      }
    }

    const left = await new Inventory().stock("A-1");

    expect(left).toBe(7);
    expect(warehouse.count.mock.calls).toEqual([["A-1"], ["A-1"]]);
    vi.restoreAllMocks();
  });

  it("keeps `this` and the arguments of an instance", async () => {
    expect(await new Shop().sells("tea", 2)).toBe("ada sells 2 tea");
  });

  it("keeps the class as `this` of a static method", async () => {
    expect(await Shop.opens()).toBe("FR");
  });

  it("reaches a private method", async () => {
    expect(await new Shop().counts()).toBe("ada");
  });

  it("reaches a private method of the class itself", async () => {
    expect(await Shop.closes()).toBe("FR");
  });

  it("leaves a generic method generic", async () => {
    const given: string | undefined = await new Shop().first("a", "b");
    expect(given).toBe("a");
  });

  it("works for whoever inherits, and through super", async () => {
    expect(await new Market().sells("tea")).toBe("grace sells 1 tea");
    expect(await new Market().first("a", "b")).toBe("b");
  });

  it("keeps name and number of parameters, and stays on the prototype", () => {
    expect(Shop.prototype.sells.name).toBe("sells");
    expect(Shop.prototype.sells).toHaveLength(1);
    expect(Object.keys(new Shop())).not.toContain("sells");
  });

  it("rejects with the very error", async () => {
    const error = new Error("busy");
    await expect(new Shop().fails(error)).rejects.toBe(error);
  });

  it("checks its options when the class is made", () => {
    const declared = (): unknown =>
      class {
        @retryable({ attempts: 0 })
        async stock(): Promise<void> {}
      };
    expect(declared).toThrow(InvalidOptionError);
    expect(() => retryable({ retries: 3 } as never)).toThrow("policy: expected only the options");
  });

  it("is refused on anything but a method", () => {
    const declared = (): unknown => {
      const anywhere = retryable(quick) as unknown as (value: undefined, context: ClassFieldDecoratorContext) => void;
      return class {
        @anywhere stock = 3;
      };
    };
    expect(declared).toThrow(
      "retryable: expected a method and its context, as standard decorators pass them, got an object",
    );
  });

  it.each<[what: string, target: unknown, key: unknown, shown: string]>([
    ["a method", Shop.prototype, "sells", '"sells"'],
    ["a static method", Shop, "opens", '"opens"'],
    ["a method by symbol", Shop.prototype, Symbol("sells"), "a symbol"],
    ["nothing", Shop, null, "null"],
  ])("is refused as an older, experimental decorator of %s", (_what, target, key, shown) => {
    const legacy = retryable(quick) as unknown as (...args: unknown[]) => void;
    expect(() => legacy(target, key, { value: async () => {} })).toThrow(
      new InvalidOptionError("retryable", "a method and its context, as standard decorators pass them", key),
    );
    expect(() => legacy(target, key, {})).toThrow(shown);
  });
});

describe("retryable by hand", () => {
  it("gives the function with retry", async () => {
    const busy = failing(2);
    const stock = retryable(quick)(async (sku: string) => {
      await busy();
      return sku.length;
    });
    expect(await stock("A-1")).toBe(3);
  });

  it("serves any number of functions with one policy", async () => {
    const patient = retryable(quick);
    const [a, b] = [patient(failing(2)), patient(failing(2))];
    await expect(Promise.all([a(), b()])).resolves.toEqual([undefined, undefined]);
  });

  it("takes the default policy", async () => {
    await expect(retryable()(async () => "done")()).resolves.toBe("done");
  });

  it("refuses what is no function", () => {
    expect(() => retryable()(3 as never)).toThrow("operation: expected a function, got 3");
  });

  it("runs where the arguments of each call say", async () => {
    const clock = virtualClock();
    const reason = new Error("left");
    const where: EnvFor<[sku: string, signal: AbortSignal]> = (_sku, signal) => ({ clock, signal });
    const stock = retryable(
      { attempts: 2, schedule: fixed("1h") },
      where,
    )((_sku: string, _signal: AbortSignal) => Promise.reject(new Error("busy")));
    const controller = new AbortController();
    const [stays, leaves] = [stock("A-1", AbortSignal.any([])), stock("A-2", controller.signal)].map((run) =>
      run.catch((error: unknown) => error),
    );
    await clock.advance("59m");
    controller.abort(reason);
    expect(await leaves).toBe(reason);
    expect(await clock.runUntil(stays!)).toEqual(new Error("busy"));
    expect(clock.now()).toBe(3_600_000);
  });

  it("checks where it runs when it is given the function", () => {
    expect(() => retryable(quick, { clocks: 1 } as never)(async () => {})).toThrow('did you mean "clock"?');
  });
});
