import { InvalidOptionError } from "../core/invalid-option.ts";
import { isFunction, optionsOf } from "../core/options.ts";
import type { Delivery } from "./delivery.ts";
import type { Orders } from "./memory-consumer.ts";
import type { ConsumeOptions } from "./transport.ts";

const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) >= 1;
const isPlace = (value: unknown): boolean => typeof value === "string" && /^\d{1,15}$/.test(value);

/** @throws InvalidOptionError for a consumer that cannot be */
export function ordersOf(onDelivery: (delivery: Delivery) => Promise<void>, options: ConsumeOptions): Orders {
  if (!isFunction(onDelivery)) throw new InvalidOptionError("onDelivery", "a function", onDelivery);
  const read = optionsOf(options, "consumer", ["concurrency", "prefetch", "onError"]);
  const concurrency = read<number>("concurrency", "a whole number ≥ 1", isCount);
  read("prefetch", "a whole number ≥ 0", (value) => value === 0 || isCount(value));
  const onError = read<Orders["onError"]>("onError", "a function", isFunction);
  if (concurrency === undefined) throw new InvalidOptionError("concurrency", "a whole number ≥ 1", concurrency);
  if (onError === undefined) throw new InvalidOptionError("onError", "a function", onError);
  return { onDelivery, concurrency, onError };
}

/** Which messages to show; @throws InvalidOptionError for a page that there cannot be */
export function pageOf(options: { readonly limit: number; readonly cursor?: string | undefined }): {
  readonly limit: number;
  readonly after: number;
} {
  const read = optionsOf(options, "page", ["limit", "cursor"]);
  const limit = read<number>("limit", "a whole number ≥ 1", isCount);
  if (limit === undefined) throw new InvalidOptionError("limit", "a whole number ≥ 1", limit);
  return { limit, after: Number(read<string>("cursor", "the cursor of another page", isPlace) ?? -1) };
}
