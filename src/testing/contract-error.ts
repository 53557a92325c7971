/**
 * Thrown by the clauses of `transportContract`: what a transport did that none may do, or failed to do.
 *
 * @example
 * ```ts
 * import { TransportContractError } from "ostinato/testing";
 *
 * new TransportContractError("a message was lost").code; // => "TRANSPORT_CONTRACT"
 * ```
 */
export class TransportContractError extends Error {
  override readonly name = "TransportContractError";
  readonly code = "TRANSPORT_CONTRACT";

  /** @param options the `cause`: what the transport threw, where it did */
  constructor(complaint: string, options?: ErrorOptions) {
    super(`The transport breaks its contract: ${complaint}`, options);
  }
}

/** @throws TransportContractError unless it holds */
export function must(holds: boolean, complaint: string): asserts holds {
  if (!holds) throw new TransportContractError(complaint);
}

/** @throws TransportContractError unless they are equal, looked at as JSON */
export function mustEqual(is: unknown, due: unknown, what: string): void {
  const [shown, wanted] = [JSON.stringify(is), JSON.stringify(due)];
  must(shown === wanted, `${what} is ${shown}, not ${wanted}`);
}
