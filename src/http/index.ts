/**
 * What HTTP says about trying again: `Retry-After`, rate limits, gRPC's pushback, the statuses and the network errors that
 * pass. Nothing here sends a request or reads a clock.
 *
 * @module ostinato/http
 */
export { grpcPushback, type GrpcPushbackOptions } from "./grpc-pushback.ts";
export { isNetworkError } from "./network-error.ts";
export { rateLimitReset, type RateLimitResetOptions } from "./rate-limit.ts";
export { parseRetryAfter, retryAfter, type RetryAfterContext, type RetryAfterOptions } from "./retry-after.ts";
export { isRetryableStatus } from "./status.ts";
