import { property } from "../core/property.ts";
import { isNetworkError } from "../http/network-error.ts";

/** The codes by which AWS services say "slow down". */
const THROTTLES = [
  "BandwidthLimitExceeded",
  "EC2ThrottledException",
  "LimitExceededException",
  "PriorRequestNotComplete",
  "ProvisionedThroughputExceededException",
  "RequestLimitExceeded",
  "RequestThrottled",
  "RequestThrottledException",
  "SlowDown",
  "ThrottledException",
  "Throttling",
  "ThrottlingException",
  "TooManyRequestsException",
  "TransactionInProgressException",
] as const;

/** The codes of what passes by itself; the first is also that of an attempt's own time limit. */
const TRANSIENT = ["TimeoutError", "RequestTimeout", "RequestTimeoutException"] as const;
const TRANSIENT_STATUSES = [500, 502, 503, 504] as const;

/** Whether an AWS service asks its client to slow down. Source: AWS SDKs and Tools Reference Guide, "Retry behavior". */
export const isAwsThrottle = (error: unknown): boolean =>
  isNamed(error, THROTTLES) ||
  statusOf(error) === 429 ||
  property(property(error, "$retryable"), "throttling") === true;

/** Whether the AWS SDKs take an error for one that passes: a throttle, a time-out, a network that failed, a 5xx. */
export const isAwsRetryable = (error: unknown): boolean =>
  isAwsThrottle(error) ||
  isNamed(error, TRANSIENT) ||
  (TRANSIENT_STATUSES as readonly unknown[]).includes(statusOf(error)) ||
  isTrait(property(error, "$retryable")) ||
  isNetworkError(error);

/** The SDK marks with it what the service's model calls retryable. */
const isTrait = (value: unknown): boolean => typeof value === "object" && value !== null;

const statusOf = (error: unknown): unknown => property(property(error, "$metadata"), "httpStatusCode");

/** By its name in version 3 of the SDK, by its code in version 2. */
const isNamed = (error: unknown, names: readonly unknown[]): boolean =>
  names.includes(property(error, "name")) || names.includes(property(error, "code"));
