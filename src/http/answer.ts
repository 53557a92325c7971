import { property } from "../core/property.ts";
import type { Failure } from "../policy/failure.ts";

/** What a server answered, as far as it speaks of waiting. */
export interface Answer {
  /** The headers, in whatever form the client gives them. */
  readonly headers: unknown;
  /** The status, where there is one to be found. */
  readonly status: number | undefined;
}

/** The answers that a failure carries, nearest first: `error.response`, the AWS SDK's `error.$response`, the failure itself. */
export function answersIn(failure: Failure): readonly Answer[] {
  const subject = failure.kind === "error" ? failure.error : failure.value;
  const holders = [property(subject, "response"), property(subject, "$response"), subject];
  const statuses = holders.flatMap((holder) => [property(holder, "status"), property(holder, "statusCode")]);
  const status = statuses.find((each) => typeof each === "number");
  return holders.map((holder) => ({ headers: property(holder, "headers"), status }));
}
