import fc from "fast-check";
import { expect, it } from "vitest";
import { anySchedule } from "../support/arbitrary-schedules.ts";
import { lawParameters } from "../support/laws.ts";
import { answered } from "./policies.ts";

const LONGEST = 2_000;
const notation = anySchedule.map(({ name }) => name).filter(({ length }) => length <= LONGEST);

it("a notation is never taken for a file, in quotes or in words", async () => {
  const law = fc.asyncProperty(notation, fc.boolean(), async (name, quoted) => {
    const operands = quoted ? [name] : name.split(" ");
    const { out, err } = await answered(["preview", ...operands, "--attempts", "2", "--json"]);
    expect(err).toBe("");
    expect(JSON.parse(out)).toMatchObject({ schedule: name });
  });
  await fc.assert(law, lawParameters(50));
});

it("a file is read whatever else its name may mean, and the same policy is told by its notation", async () => {
  const law = fc.asyncProperty(
    notation,
    fc.constantFrom("fixed.json", "./fixed", "a/fixed 1s", "-"),
    async (name, path) => {
      const files = { [path]: JSON.stringify({ schedule: name }) };
      for (const command of ["preview", "explain", "lint"]) {
        const told = [command, "--attempts", "4", "--json"];
        const [read, written] = [await answered([...told, path], files), await answered([...told, name])];
        const data = (text: string): unknown => JSON.parse(text.replace(`"path": ${JSON.stringify(path)},`, ""));
        expect([read.code, data(read.out)]).toEqual([written.code, data(written.out)]);
      }
    },
  );
  await fc.assert(law, lawParameters(20));
});
