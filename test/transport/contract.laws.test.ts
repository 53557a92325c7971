import fc from "fast-check";
import { describe, it } from "vitest";
import { transportContract } from "ostinato/testing";
import { memoryTransport } from "ostinato/transport";
import { lawParameters } from "../support/laws.ts";
import { limitedTransport } from "./limited.ts";

const { numRuns: runs, seed } = lawParameters(25);

describe("T10 the transport in memory", () => {
  transportContract(({ clock }) => memoryTransport({ clock }), { describe, it, fc, runs, seed });
});

describe("T10 the limited transport", () => {
  transportContract(({ clock }) => limitedTransport({ clock }), { describe, it, fc, runs, seed });
});
