import { InvalidOptionError } from "../core/invalid-option.ts";
import { isFunction, optionsOf } from "../core/options.ts";
import { checkedBudget, type RetryBudget } from "./budget.ts";
import { isCount } from "./count.ts";

/**
 * One budget per key, such as per host: the same key always gives the same budget, and of too many keys the one that was
 * asked for longest ago is forgotten.
 *
 * @param make makes the budget of a key
 * @param options how many keys to remember; 1 000 unless given
 * @throws InvalidOptionError when `make` is not a function or `keys` not a whole number ≥ 1; when asked, if what was made is no budget
 * @example
 * ```ts
 * import { budgetBy, retryBudget } from "ostinato";
 *
 * const budgetOf = budgetBy((host: string) => retryBudget({ capacity: host === "slow.example" ? 10 : 100 }));
 * budgetOf("a.example") === budgetOf("a.example"); // => true
 * ```
 */
export function budgetBy<Key>(
  make: (key: Key) => RetryBudget,
  options: { readonly keys?: number | undefined } = {},
): (key: Key) => RetryBudget {
  if (!isFunction(make)) throw new InvalidOptionError("make", "a function", make);
  const read = optionsOf(options, "budgetBy", ["keys"]);
  // Bounded, because keys may come from outside.
  const keys = read<number>("keys", "a whole number ≥ 1", (value) => isCount(value) && value !== Infinity) ?? 1_000;
  const budgets = new Map<Key, RetryBudget>();
  return (key) => {
    const budget = budgets.get(key) ?? checkedBudget(make(key));
    // Set anew, it is the youngest: a Map keeps the order of insertion.
    budgets.delete(key);
    budgets.set(key, budget);
    if (budgets.size > keys) budgets.delete(budgets.keys().next().value as Key);
    return budget;
  };
}
