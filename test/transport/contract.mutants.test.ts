import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { transportContract } from "ostinato/testing";
import { memoryTransport } from "ostinato/transport";
import { changed, delivering, type MakeTransport } from "../mutants/transport-mutant.ts";
import { WRONG_TRANSPORTS } from "../mutants/transports.ts";

/** It is enough to know that a history goes wrong; the shortest of its kind takes long to find. */
const hasty: typeof fc = { ...fc, assert: (law, how) => fc.assert(law as never, { ...how, endOnFailure: true }) };

/** The first clause of the contract that a transport breaks; all of them where the laws run deep. */
async function broken(make: MakeTransport): Promise<ReadonlyMap<string, unknown>> {
  const clauses: (readonly [name: string, body: () => Promise<void>])[] = [];
  transportContract(({ clock }) => make(clock), {
    describe: (_, body) => body(),
    it: (name, body) => clauses.push([name, body]),
    fc: hasty,
    runs: 10,
  });
  const failed = new Map<string, unknown>();
  for (const [name, body] of clauses) {
    await body().catch((error: unknown) => failed.set(name, error));
    if (failed.size > 0 && process.env["LAWS"] !== "deep") break;
  }
  return failed;
}

describe("the contract of a transport", () => {
  it.each([
    ["the transport in memory", (clock) => memoryTransport({ clock })],
    ["one that is wrapped", changed(() => ({}))],
    ["one whose deliveries are wrapped", delivering(() => ({}))],
  ] satisfies [string, MakeTransport][])("is kept by %s", async (_, make) => {
    expect([...(await broken(make))]).toEqual([]);
  });

  it.each(Object.entries(WRONG_TRANSPORTS))("rejects one that %s", async (_, make) => {
    const failed = await broken(make);
    console.log(_, JSON.stringify([...failed.keys()]));
    expect([...failed.keys()]).not.toEqual([]);
  });
});
