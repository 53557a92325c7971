import { expect, it } from "vitest";
import { retryBudget } from "ostinato";
import { callsOf } from "../../docs/examples/budget.ts";
import { readTime } from "../../docs/examples/hedge.ts";
import { StatusError, towardsShop } from "../../docs/examples/routes.ts";
import { fail, ok, simulate } from "../../src/testing/index.ts";

it("a budget spares a server that is down three quarters of the calls", async () => {
  expect([await callsOf(1_000), await callsOf(1_000, 20)]).toEqual([4_000, 1_020]);
});

it("a hedged read takes as long as the quick replica after the mark, if the budget allows it", async () => {
  expect(await readTime(3_000, 20)).toEqual({ value: "from replica 2", took: 120 });
  expect(await readTime(3_000, 20, retryBudget({ capacity: 0.5 }))).toEqual({ value: "from replica 1", took: 3_000 });
});

it("routes wait for each failure as it asks", async () => {
  const busy = new StatusError(new Response(null, { status: 429, headers: { "Retry-After": "30" } }));
  const lost = Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" });
  const run = await simulate(towardsShop, [fail(lost), fail(busy), fail(lost), ok("loaded")]);
  expect(run.timeline).toBe("x 25ms x 30s x 50ms o");
});
