import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { transportContract } from "ostinato/testing";
import { REJECTED_BY } from "../mutants/transport-clauses.ts";
import { changed, delivering, type MakeTransport } from "../mutants/transport-mutant.ts";
import { WRONG_TRANSPORTS } from "../mutants/transports.ts";

/** It is enough to know that a history goes wrong; the shortest of its kind takes long to find. */
const hasty: typeof fc = { ...fc, assert: (law, how) => fc.assert(law as never, { ...how, endOnFailure: true }) };

/** The clauses of the contract that a transport breaks, of those that are asked. */
async function broken(make: MakeTransport, asked: (clause: string) => boolean): Promise<readonly string[]> {
  const clauses: (readonly [name: string, body: () => Promise<void>])[] = [];
  transportContract(({ clock }) => make(clock), {
    describe: (_, body) => body(),
    it: (name, body) => clauses.push([name, body]),
    fc: hasty,
    runs: 10,
  });
  const failed: string[] = [];
  for (const [name, body] of clauses.filter(([clause]) => asked(clause))) await body().catch(() => failed.push(name));
  return failed;
}

describe("the contract of a transport", () => {
  it.each([
    ["one that is wrapped", changed(() => ({}))],
    ["one whose deliveries are wrapped", delivering(() => ({}))],
  ] satisfies [string, MakeTransport][])("is kept by %s", async (_, make) => {
    expect(await broken(make, () => true)).toEqual([]);
  });

  it.each(Object.entries(WRONG_TRANSPORTS))("rejects one that %s", async (name, make) => {
    expect(await broken(make, (clause) => clause === REJECTED_BY[name])).toEqual([REJECTED_BY[name]]);
  });

  it.each([
    "loses what is released",
    "delivers again after ack",
    "accepts who has lost the lease",
    "loses a retry",
    "ignores the key of a message",
    "takes a message for dead too early",
  ])("finds one that %s in the histories alone, too", async (name) => {
    expect(await broken(WRONG_TRANSPORTS[name]!, (clause) => clause.startsWith("loses nothing"))).toHaveLength(1);
  });
});
