import { expect, it, vi } from "vitest";
import { fixed, settle } from "../../src/index.ts";
import { breakReports, reports } from "../support/host.ts";

it("a hook that would change the failure changes nothing", async () => {
  const seen: unknown[] = [];
  const busy = new Error("busy");
  reports();
  const outcome = await settle(
    ({ previousError }) => {
      seen.push(previousError);
      throw busy;
    },
    {
      schedule: fixed(0),
      onRetry: ({ failure }) => {
        (failure as { error: unknown }).error = "changed";
      },
    },
  );
  expect(seen).toEqual([undefined, busy, busy]);
  expect(outcome).toMatchObject({ error: busy });
  vi.restoreAllMocks();
});

it("a report that throws changes nothing either", async () => {
  breakReports();
  const onSuccess = (): never => {
    throw new Error("hook");
  };
  expect(await settle(() => 1, { onSuccess })).toMatchObject({ ok: true, value: 1 });
  vi.restoreAllMocks();
});
