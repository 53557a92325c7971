import { expect, it } from "vitest";
import { soaked } from "./soak.ts";

const asked = process.env["SOAK"];
const tasks = Math.round(Number(asked ?? 900) / 3);
const seed = Number(process.env["SOAK_SEED"] ?? (asked === undefined ? 1 : Math.floor(Math.random() * 2 ** 31)));
const tell = (line: string): void => void (asked !== undefined && process.stdout.write(`${line}\n`));
const shown = (counts: ReadonlyMap<string, number>): string => JSON.stringify(Object.fromEntries(counts));
tell(`The soak runs ${asked} tasks; to repeat: SOAK=${asked} SOAK_SEED=${seed} npm run test:soak`);

it.each([0.01, 0.1, 0.3])(
  "T1 T2 F-102 every accepted task ends once, and within its attempts, when each thing fails with p = %d",
  async (faults) => {
    const { accepted, states, wrong, faults: happened } = await soaked({ tasks, faults, seed });
    tell(`p = ${faults}: ${accepted} accepted, ${shown(states)}\n  ${shown(happened)}`);
    const ended = [...states.values()].reduce((sum, count) => sum + count, 0);
    expect([wrong, ended]).toEqual([[], accepted]);
    expect(accepted).toBeGreaterThan(tasks * 0.8);
    expect(happened.size).toBeGreaterThan(15);
    for (const state of ["SUCCESS", "FAILURE", "REVOKED"]) expect(states.get(state)).toBeGreaterThan(0);
  },
  asked === undefined ? 60_000 : 24 * 3_600_000,
);
