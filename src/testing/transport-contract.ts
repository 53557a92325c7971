import { CARRYING } from "./contract-carrying.ts";
import { moves } from "./contract-commands.ts";
import { DELAYS } from "./contract-delays.ts";
import { ENDS } from "./contract-ends.ts";
import { LEASES } from "./contract-leases.ts";
import { LOOKING } from "./contract-looking.ts";
import { contractSettings, type TransportContractOptions } from "./contract-options.ts";
import { ORDER } from "./contract-order.ts";
import { history, type MakeTransport, staged } from "./contract-stage.ts";

const CLAUSES = [CARRYING, LEASES, DELAYS, ENDS, ORDER, LOOKING].flat();
/** In milliseconds; for runners that take one. */
const TIMEOUT = 120_000;
/** How many things happen in a history, at most. */
const LONGEST = 60;
/** How many histories are played, in virtual and in real time. */
const RUNS = { virtual: 100, real: 5 };

/**
 * Registers the tests that every transport must pass; its flags decide which of them ask something of it.
 *
 * A transport that takes the clock on offer is examined in virtual time, any other in real time. Each test makes a
 * transport, uses queues of new names, and closes it. Besides one test for each promise there are histories that
 * fast-check makes, with a fault at any call: messages sent twice, acknowledgements and answers lost, workers that die or
 * renew too late, a wall clock that jumps.
 *
 * @param make a transport, on a broker that is there
 * @throws InvalidOptionError for an option that cannot be used
 * @example
 * ```ts
 * import fc from "fast-check";
 * import { describe, it } from "vitest";
 * import { transportContract } from "ostinato/testing";
 * import { memoryTransport } from "ostinato/transport";
 *
 * transportContract(({ clock }) => memoryTransport({ clock }), { describe, it, fc, runs: 5 });
 * ```
 */
export function transportContract(make: MakeTransport, options: TransportContractOptions): void {
  const { describe, it, fc, unit, runs, seed } = contractSettings(options);

  const faults = async (): Promise<void> => {
    const isVirtual = await staged(make, unit, async ({ time }) => time.isVirtual);
    const law = fc.asyncProperty(
      fc.commands(moves(fc), { maxCommands: LONGEST, size: "max" }),
      fc.constantFrom(Infinity, 2, 4),
      (commands, most) =>
        staged(make, unit, (scene) =>
          history(scene, most, (world) => fc.asyncModelRun(() => ({ model: world, real: world }), commands)),
        ),
    );
    await fc.assert(law, { numRuns: runs ?? (isVirtual ? RUNS.virtual : RUNS.real), seed });
  };

  describe("the contract of a transport", () => {
    for (const { name, when, play } of CLAUSES) {
      const examined = (): Promise<void> =>
        staged(make, unit, async (scene) => {
          if (when?.(scene.transport.capabilities, scene.transport) ?? true) await play(scene);
        });
      it(name, examined, TIMEOUT);
    }
    it("loses nothing and settles nothing twice, whatever goes wrong", faults, TIMEOUT);
  });
}
