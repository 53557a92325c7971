import { Run } from "../engine/run.ts";
import type { Failure } from "../policy/failure.ts";
import type { Callee } from "./callee.ts";
import { type Company, RetriedCall } from "./retried-call.ts";

/**
 * Callers who call something as their policies say. Each call is a run of the engine, driven by events instead of promises:
 * what is decided, paid and told is the engine's own doing.
 */
export function callers(company: Company): Callee {
  const { now, schedule } = company.time;
  const surroundings = {
    clock: { now, wallNow: now, schedule },
    random: company.random,
    signal: undefined,
    unref: false,
  };
  const timedOut = new Map<number, Failure>();
  return (client, caller) => {
    const run = new Run<unknown>(nothing, company.policyOf(client), surroundings);
    const call = new RetriedCall({ company, client, run, timedOut }, caller);
    call.begin();
    return call;
  };
}

const nothing = (): undefined => undefined;
