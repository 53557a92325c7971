import { phases } from "../core/combine.ts";
import { fixed } from "../core/sources.ts";
import { type Policy, policy } from "../policy/policy.ts";
import { around } from "./around.ts";

/**
 * How gRPC tries to connect: for ever, after 1 s, then after 1.6 times as long each time, up to 2 min, from 20 % below to
 * 20 % above; the first delay is not drawn. An attempt gets 20 s, the least that gRPC gives it.
 *
 * gRPC counts a delay from the start of the attempt before, this policy from its end. Source: grpc/grpc,
 * `doc/connection-backoff.md`.
 *
 * @example
 * ```ts
 * import { grpcConnection } from "ostinato/compat";
 *
 * grpcConnection.schedule.bounds(1); // => { min: 1000, max: 1000 }
 * grpcConnection.schedule.bounds(99).max; // => 144000
 * ```
 */
export const grpcConnection: Policy = /* @__PURE__ */ policy({
  schedule: /* @__PURE__ */ phases([1, /* @__PURE__ */ fixed("1s")], /* @__PURE__ */ around(1_600, 1.6, 120_000)),
  attempts: Infinity,
  attemptTimeout: "20s",
});
