import type { Duration } from "../core/duration.ts";
import { InvalidOptionError } from "../core/invalid-option.ts";
import { optionsOf } from "../core/options.ts";
import { isLimit, leaseOf } from "./memory-options.ts";

/** How a queue in memory is kept. */
export interface QueueRules {
  readonly deadLetters: string;
  readonly maxDeliveries: number;
  /** Milliseconds. */
  readonly lease: number;
  readonly ordering: "none" | "queue" | "key";
}

const KEYS = ["name", "deadLetters", "maxDeliveries", "lease", "ordering"] as const;
const ORDERINGS: readonly unknown[] = ["none", "queue", "key"];
const isText = (value: unknown): boolean => typeof value === "string";

/** How a queue is kept of which nobody has said anything. */
export const usualRules = (name: string, lease: number): QueueRules => ({
  deadLetters: `${name}.dead`,
  maxDeliveries: Infinity,
  lease,
  ordering: "none",
});

/** A queue as it is wanted; @throws InvalidOptionError for one that cannot be made */
export function queueRules(spec: unknown, usualLease: number): { readonly name: string; readonly rules: QueueRules } {
  const read = optionsOf(spec, "queue", KEYS);
  const name = read<string>("name", "text", isText);
  if (name === undefined) throw new InvalidOptionError("name", "text", name);
  const usual = usualRules(name, usualLease);
  const [lease = usual.lease] = [read<Duration>("lease")];
  const deadLetters = read<string>("deadLetters", "another queue", (value) => isText(value) && value !== name);
  const ordering = read<QueueRules["ordering"]>("ordering", '"none", "queue" or "key"', (value) =>
    ORDERINGS.includes(value),
  );
  return {
    name,
    rules: {
      deadLetters: deadLetters ?? usual.deadLetters,
      maxDeliveries: read<number>("maxDeliveries", "a whole number ≥ 1, or Infinity", isLimit) ?? usual.maxDeliveries,
      lease: leaseOf(lease),
      ordering: ordering ?? usual.ordering,
    },
  };
}
