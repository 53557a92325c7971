/**
 * Policies from elsewhere and to elsewhere: Celery, gRPC, Temporal, the AWS SDKs, Sidekiq, BullMQ, cockatiel; and policies for
 * the situations that everybody meets.
 *
 * @module ostinato/compat
 */
export { awsStandard, type AwsStandardOptions } from "./aws.ts";
export { type BullMQJobOptions, toBullMQ } from "./bullmq.ts";
export { type BullMQStrategy, toBullMQStrategy } from "./bullmq-strategy.ts";
export { type CeleryFidelity, type CeleryOptions, fromCelery } from "./celery.ts";
export { type CeleryRetryPolicy, fromCeleryPublish } from "./celery-publish.ts";
export { type CockatielContext, type CockatielFailure, type CockatielPolicy, toCockatiel } from "./cockatiel.ts";
export { type CockatielBackoff, toCockatielBackoff } from "./cockatiel-backoff.ts";
export type { CockatielEvent, CockatielListening } from "./cockatiel-events.ts";
export { isDatabaseLock } from "./database-lock.ts";
export type { ErrorClass } from "./error-classes.ts";
export { fromGrpc, type GrpcRetryPolicy } from "./grpc.ts";
export { grpcConnection } from "./grpc-connection.ts";
export { authentication, invalidData, notFound } from "./hopeless.ts";
export { sidekiq } from "./sidekiq.ts";
export { isApiDown, isAuthentication, isInvalidData, isNotFound, isRateLimit, isTimeout } from "./situation-errors.ts";
export { apiDown, databaseLocks, networkErrors, rateLimits, situations, timeouts } from "./situations.ts";
export { fromTemporal, type TemporalRetryPolicy } from "./temporal-from.ts";
export { toTemporal } from "./temporal-to.ts";
