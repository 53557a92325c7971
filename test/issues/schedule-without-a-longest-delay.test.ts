import { expect, it } from "vitest";
import { explain, lint, type Schedule } from "../../src/index.ts";

// A schedule of one's own may say that it has no longest delay. The least that such a run comes to was no number, and lint wrote of
// "Infinityms". Bounds that are none came out as a TypeError of the platform.
const endless: Schedule = { name: "endless", delay: () => 5, bounds: () => ({ min: 5, max: Infinity }) };

it("has a least all the same", () => {
  const { least, worst } = explain({ attempts: 3, schedule: endless });
  expect({ least, worst: worst.total }).toEqual({ least: { delay: 10, total: 10 }, worst: Infinity });
  expect(explain({ attempts: 3, schedule: endless, totalTimeout: 8 }).least.total).toBe(0);
});

it("is a first delay without end, where there is a deadline", () => {
  const found = (totalTimeout?: number) =>
    lint({ attempts: 3, schedule: endless, totalTimeout }).find(({ code }) => code === "deadline-before-first-delay")
      ?.reason;
  expect(found(8)).toBe("The first delay may be endless, and the deadline comes after 8ms.");
  expect(found()).toBeUndefined();
});

it("is refused where it has no bounds, and is nobody's matter where there is no delay", () => {
  const schedule = { ...endless, bounds: () => null as never };
  for (const attempts of [2, 9])
    expect(() => lint({ attempts, schedule })).toThrow("schedule: expected one whose bounds are");
  expect(lint({ attempts: 1, schedule, totalTimeout: 5 })).toEqual([]);
});
