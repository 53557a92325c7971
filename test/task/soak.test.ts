import { expect, it } from "vitest";
import { freshSeed, soak } from "./soak.ts";

const deep = process.env["SOAK"];
const seed = Number(process.env["SOAK_SEED"] ?? (deep === undefined ? 1 : freshSeed()));
const tasks = Number(deep ?? 1_200) / 3;
if (deep !== undefined)
  process.stdout.write(`The soak runs ${deep} tasks; to repeat: SOAK=${deep} SOAK_SEED=${seed}\n`);

it.each([0.01, 0.1, 0.3])(
  "T1 T2 F-102 every accepted task ends once, and within its attempts, when each thing fails with p = %d",
  async (faults) => {
    const { accepted, states, wrong, faults: happened } = await soak({ tasks, faults, seed });
    const ended = (states.get("SUCCESS") ?? 0) + (states.get("FAILURE") ?? 0);
    expect([wrong, ended]).toEqual([[], accepted]);
    expect(accepted).toBeGreaterThan(tasks * 0.8);
    expect(happened.size).toBeGreaterThan(7);
    expect(states.get("SUCCESS")).toBeGreaterThan(0);
    expect(states.get("FAILURE")).toBeGreaterThan(0);
  },
  600_000,
);
