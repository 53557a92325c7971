import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lawParameters } from "../support/laws.ts";
import { fates, orders, World } from "./orders.ts";

describe("whatever is done to tasks, in any order", () => {
  it("T1 each ends once, within its attempts, and what was taken back in time is not begun again", () =>
    fc.assert(
      fc.asyncProperty(orders, fates, fc.boolean(), async (all, whats, isLimited) => {
        const world = new World(whats, isLimited);
        for (const order of all) await world.follow(order);
        await world.end();
        expect(world.wrong).toEqual([]);
        expect(await world.app.inspect()).toMatchObject({ active: [], reserved: [] });
      }),
      lawParameters(40),
    ));
});
