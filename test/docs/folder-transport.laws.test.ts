import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, it } from "vitest";
import { transportContract } from "ostinato/testing";
import { clear, folderTransport } from "../../docs/examples/folder-transport.ts";
import { lawParameters } from "../support/laws.ts";

const root = mkdtempSync(join(tmpdir(), "ostinato-"));
afterAll(() => clear(root));

const { numRuns: runs, seed } = lawParameters(5);

describe("the transport on a folder", () => {
  transportContract(({ clock }) => folderTransport(root, { clock, poll: 250 }), { describe, it, fc, runs, seed });
});
