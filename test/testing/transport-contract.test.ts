import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { InvalidOptionError } from "ostinato";
import { transportContract } from "ostinato/testing";
import { memoryTransport } from "ostinato/transport";
import { limitedTransport } from "../transport/limited.ts";

const runner = () => {
  const clauses = new Map<string, () => Promise<void>>();
  const describe = (_: string, body: () => void): void => body();
  return { clauses, describe, it: (name: string, body: () => Promise<void>) => clauses.set(name, body) };
};

describe("transportContract", () => {
  it("says which option it cannot use", () => {
    const { describe, it } = runner();
    const make = (): never => expect.unreachable();
    const refused = (options: object): unknown => {
      try {
        return transportContract(make, options as never);
      } catch (error) {
        return (error as InvalidOptionError).option;
      }
    };
    expect(refused({ it, fc })).toBe("describe");
    expect(refused({ describe, fc })).toBe("it");
    expect(refused({ describe, it })).toBe("fc");
    expect(refused({ describe, it, fc: {} })).toBe("fc");
    expect(refused({ describe, it, fc, runs: 0 })).toBe("runs");
    expect(refused({ describe, it, fc, seed: 0.5 })).toBe("seed");
    expect(refused({ describe, it, fc, unit: "soon" })).toBe("unit");
    expect(refused({ describe, it, fc, depth: 3 })).toBe("transportContract");
  });

  it("examines in real time what does not take the clock", async () => {
    const { clauses, describe, it } = runner();
    transportContract(() => memoryTransport(), { describe, it, fc, unit: "10ms", runs: 1 });
    const examined = [...clauses].filter(([name]) => /says truly|aborted|whatever goes wrong/.test(name));
    for (const [, body] of examined) await body();
    expect(examined).toHaveLength(3);
  });

  it("asks nothing of a connection that a connection does not promise", async () => {
    const { clauses, describe, it } = runner();
    const make = ({ clock }: Parameters<Parameters<typeof transportContract>[0]>[0]) => {
      const transport = limitedTransport({ clock, lease: "9999d" });
      const consume: typeof transport.consume = (queue, onDelivery, how) =>
        transport.consume(
          queue,
          (delivery) => onDelivery(Object.create(delivery, { leaseUntil: { value: undefined } })),
          how,
        );
      return { ...transport, consume, capabilities: { ...transport.capabilities, lease: "connection" as const } };
    };
    transportContract(make, { describe, it, fc, runs: 10 });
    const broken: string[] = [];
    for (const [name, body] of clauses) await body().catch(() => broken.push(name));
    expect(broken).toEqual([]);
  });
});
