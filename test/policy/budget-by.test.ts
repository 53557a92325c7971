import { describe, expect, it } from "vitest";
import { budgetBy } from "../../src/policy/budget-by.ts";
import { type RetryBudget, retryBudget } from "../../src/policy/budget.ts";

const made = (): { readonly keys: unknown[]; readonly make: (key: unknown) => RetryBudget } => {
  const keys: unknown[] = [];
  return { keys, make: (key) => (keys.push(key), retryBudget({ capacity: 1 })) };
};

describe("budgetBy", () => {
  it("gives one key one budget, and others to other keys", () => {
    const { keys, make } = made();
    const budgetOf = budgetBy(make);
    expect(budgetOf("a")).toBe(budgetOf("a"));
    expect(budgetOf("b")).not.toBe(budgetOf("a"));
    expect(keys).toEqual(["a", "b"]);
  });

  it.each(["__proto__", "constructor", "", NaN, undefined, null, {}])("takes %s for a key like any other", (key) => {
    const budgetOf = budgetBy(made().make);
    expect(budgetOf(key)).toBe(budgetOf(key));
    expect(budgetOf(key)).not.toBe(budgetOf("another"));
  });

  it("forgets of too many keys the one that was asked for longest ago", () => {
    const { keys, make } = made();
    const budgetOf = budgetBy(make, { keys: 2 });
    for (const key of ["a", "b", "a", "c", "a", "b"]) budgetOf(key);
    expect(keys).toEqual(["a", "b", "c", "b"]);
  });

  it("remembers a thousand unless told otherwise", () => {
    const { keys, make } = made();
    const budgetOf = budgetBy(make);
    for (let key = 0; key < 1_000; key++) budgetOf(key);
    budgetOf(0);
    expect(keys).toHaveLength(1_000);
    budgetOf(1_000);
    budgetOf(1);
    expect(keys.slice(1_000)).toEqual([1_000, 1]);
  });

  it("remembers nothing of a key whose budget could not be made", () => {
    let calls = 0;
    const budgetOf = budgetBy(() => {
      if (++calls === 1) throw new Error("no");
      return retryBudget({ capacity: 1 });
    });
    expect(() => budgetOf("a")).toThrow("no");
    expect(budgetOf("a").balance(0)).toBe(1);
  });

  it("refuses what is made and is no budget, and remembers nothing of it", () => {
    let calls = 0;
    const budgetOf = budgetBy(() => (++calls === 1 ? (100 as never) : retryBudget({ capacity: 1 })));
    expect(() => budgetOf("a")).toThrow(expect.objectContaining({ code: "INVALID_OPTION", option: "budget" }));
    expect(budgetOf("a").balance(0)).toBe(1);
  });

  it.each([0, -1, 1.5, NaN, Infinity, "5", null])("refuses to remember %s keys", (keys) => {
    expect(() => budgetBy(made().make, { keys: keys as number })).toThrow(expect.objectContaining({ option: "keys" }));
  });

  it("refuses what cannot make a budget, and options that it does not know", () => {
    expect(() => budgetBy(retryBudget({ capacity: 1 }) as never)).toThrow(expect.objectContaining({ option: "make" }));
    expect(() => budgetBy(made().make, { size: 3 } as object)).toThrow(expect.objectContaining({ option: "budgetBy" }));
  });
});
