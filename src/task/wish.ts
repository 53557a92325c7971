import { optionsOf } from "../core/options.ts";
import { isCount } from "../policy/count.ts";
import type { Transport } from "../transport/transport.ts";
import type { RetryRequest } from "./context.ts";
import { waitUntil, type When } from "./instant.ts";
import { asPriority } from "./levels.ts";
import { asName } from "./names.ts";
import { priorityOn } from "./send.ts";
import type { Serializer } from "./serializer.ts";

/** What a task has said about its own attempt. */
export type Wish =
  | {
      readonly kind: "retry";
      readonly error: unknown;
      /** Milliseconds; undefined where the policy is to say. */
      readonly delay: number | undefined;
      /** Other arguments, as the serializer made them: what cannot be sent is refused where it is said. */
      readonly body: Uint8Array | undefined;
      readonly attempts: number | undefined;
      readonly queue: string | undefined;
      readonly priority: number | undefined;
    }
  | { readonly kind: "reject"; readonly error: unknown };

/**
 * A wish for a retry, checked.
 *
 * @throws InvalidOptionError for an option that cannot be used
 * @throws SerializationError for arguments that cannot be sent as they are
 */
export function retryWish(
  request: RetryRequest,
  wallNow: number,
  { serializer, transport }: { readonly serializer: Serializer; readonly transport: Transport },
): Wish & { kind: "retry" } {
  const read = optionsOf(request, "retry", ["delay", "at", "error", "args", "attempts", "queue", "priority"]);
  const args = read<readonly unknown[]>("args", "a list of arguments", Array.isArray);
  const queue = read<string>("queue");
  const priority = read<number>("priority");
  const when: When = { delay: read("delay"), at: read("at") };
  return {
    kind: "retry",
    error: read("error"),
    delay: waitUntil(when, wallNow),
    body: args && serializer.encode(args, "args"),
    attempts: read("attempts", "a whole number ≥ 1, or Infinity", isCount),
    queue: queue === undefined ? undefined : asName(queue, "queue"),
    priority: priority === undefined ? undefined : priorityOn(transport, asPriority(priority, "priority")),
  };
}
