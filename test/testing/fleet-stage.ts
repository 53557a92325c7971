import { fixed, type PolicyOptions } from "ostinato";
import { fleet, type FleetOptions, type FleetReport, server, type ServerOptions } from "ostinato/testing";

/** One try and no more. */
export const once: PolicyOptions = { attempts: 1 };

/** So many clients who all ask at instant 0, of a server that is one worker with 100 ms for each call unless told otherwise. */
export function together(
  clients: number,
  how: Partial<ServerOptions>,
  policy: PolicyOptions = once,
  more: Partial<FleetOptions> = {},
): FleetReport {
  const described = server({ workers: 1, serviceTime: "100ms", ...how });
  return fleet({ policy, clients, arrivals: { onceWithin: 0 }, server: described, ...more });
}

/** A fixed delay, so that every instant can be counted out. */
export const steadily = (attempts: number, more: PolicyOptions = {}): PolicyOptions => ({
  attempts,
  schedule: fixed("1s"),
  ...more,
});
