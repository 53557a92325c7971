import { mustBeLost, nextOf } from "./contract-clause.ts";
import { TransportContractError } from "./contract-error.ts";
import type { Held } from "./contract-hand.ts";
import type { Copy } from "./contract-ledger.ts";
import type { World } from "./contract-world.ts";

/** What may go wrong with a call: it never arrives, or it arrives and its answer does not, so that it is made again. */
export type Fault = "none" | "call-lost" | "answer-lost";

/** A way to end a delivery. */
export type Ending = "ack" | "release" | "retry" | "deadLetter";

/** A delivery in a worker's hand, and the copy that it is of. */
export interface InHand {
  readonly copy: Copy;
  readonly held: Held;
}

/**
 * Settles a delivery: it must work for whoever holds the message, and must fail for whoever does not.
 *
 * @returns whether it has worked
 */
export async function trySettling(world: World, one: InHand, ending: Ending, wait: number): Promise<boolean> {
  const { ledger, scene } = world;
  const { copy, held } = one;
  const delay = Math.min(wait, scene.transport.capabilities.maxReleaseDelay);
  const mark = world.mark();
  const settle = (): Promise<void> => ended(one, ending, delay, mark);
  const may = ledger.canSettle(copy, held, scene.time.now());
  if (may === "no") {
    await mustBeLost(`${ending} of "${copy.id}", which is in another hand or in none,`, settle);
    return false;
  }
  const began = scene.time.now();
  try {
    await scene.time.settled(settle());
  } catch (cause) {
    if (may === "maybe") return false;
    throw new TransportContractError(`${ending} of "${copy.id}" fails in the hand that holds it`, { cause });
  }
  const how = doneTo(one, ending);
  if (how === "retry") ledger.sent(copy.id, copy.attempt + 1, mark, began + delay);
  if (how === "release") ledger.released(copy, began + delay);
  else if (how === "deadLetter") ledger.died(copy, "rejected");
  else copy.state = "gone";
  return true;
}

/** What a delivery does in one step; what it cannot ends with an acknowledgement. */
function doneTo({ held: { delivery } }: InHand, ending: Ending): Ending {
  if (ending === "retry" && delivery.retry === undefined) return "ack";
  return ending === "deadLetter" && delivery.deadLetter === undefined ? "ack" : ending;
}

function ended(one: InHand, ending: Ending, delay: number, mark: string): Promise<void> {
  const { delivery } = one.held;
  switch (doneTo(one, ending)) {
    case "ack":
      return delivery.ack();
    case "release":
      return delivery.release({ delay });
    case "retry":
      return delivery.retry!({ ...nextOf(delivery.envelope), headers: { mark } }, { delay });
    case "deadLetter":
      return delivery.deadLetter!({ reason: "rejected", attempts: 1, deliveries: one.copy.count, at: 0 });
  }
}
