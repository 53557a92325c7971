import { InvalidOptionError } from "../core/invalid-option.ts";
import { fixed } from "../core/sources.ts";
import { policyToJSON } from "../policy/json.ts";
import type { Policy } from "../policy/policy.ts";
import type { PolicyTrace } from "./trace.ts";

/** A policy's data, and the names of its functions. */
export function policyTrace(rules: Policy<never>): PolicyTrace {
  const { schedule, attempts, attemptTimeout, totalTimeout, routes = [] } = rules;
  const functions = (["retryIf", "retryResult", "delayHint", "budget"] as const).filter((name) => rules[name]);
  const inRoutes = routes.flatMap(([, own], index) =>
    (["schedule", "delayHint"] as const).filter((name) => own[name]).map((name) => `routes[${index}].${name}`),
  );
  const limits = { attempts, attemptTimeout, totalTimeout };
  const { schedule: notation, ...data } = policyToJSON({
    ...limits,
    schedule: isWritten(schedule) ? schedule : fixed(0),
  });
  return {
    ...(isWritten(schedule) && { schedule: notation! }),
    ...data,
    functions: [...functions, ...inRoutes],
    routes: routes.map(([, { attempts: own = Infinity }]) => (own === Infinity ? "Infinity" : own)),
    ...(routes.some(([, { counts = "own" }]) => counts !== "own") && {
      counts: routes.map(([, { counts = "own" }]) => counts),
    }),
  };
}

/** Whether a schedule can be written down. */
function isWritten(schedule: Policy["schedule"]): boolean {
  try {
    policyToJSON({ schedule });
    return true;
  } catch (error) {
    if (error instanceof InvalidOptionError) return false;
    throw error;
  }
}
