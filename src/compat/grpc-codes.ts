/** The status codes of gRPC by number. Source: grpc/grpc, `doc/statuscodes.md`. */
const NAMES = [
  "OK",
  "CANCELLED",
  "UNKNOWN",
  "INVALID_ARGUMENT",
  "DEADLINE_EXCEEDED",
  "NOT_FOUND",
  "ALREADY_EXISTS",
  "PERMISSION_DENIED",
  "RESOURCE_EXHAUSTED",
  "FAILED_PRECONDITION",
  "ABORTED",
  "OUT_OF_RANGE",
  "UNIMPLEMENTED",
  "INTERNAL",
  "UNAVAILABLE",
  "DATA_LOSS",
  "UNAUTHENTICATED",
] as const;

/** The number of a status code, be it given so or by its name, in any case; undefined where it is none. */
export function grpcCode(value: unknown): number | undefined {
  const names: readonly unknown[] = NAMES;
  const code = typeof value === "string" ? names.indexOf(value.toUpperCase()) : value;
  return typeof code === "number" && code in NAMES ? code : undefined;
}
