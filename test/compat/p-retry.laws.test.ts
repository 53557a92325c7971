import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lawParameters } from "../support/laws.ts";
import { EDITIONS, genuine, ours, peer, type Verb } from "./p-retry-genuine.ts";
import { played } from "./p-retry-player.ts";
import {
  anyAbortedScenario,
  anyImpatientScenario,
  anySlowScenario,
  type ImpatientScenario,
  type Scenario,
} from "./p-retry-scenario.ts";

/** The same calls, contexts and callbacks at the same instants in the same order, and the same end. */
const likeGenuine =
  (verb: Verb) =>
  async (scenario: Scenario): Promise<void> => {
    expect(await played(verb, scenario)).toEqual(await played(genuine.default, scenario));
  };

describe(`held against the genuine p-retry ${peer.edition}`, () => {
  it("any script of outcomes goes the same way", async () => {
    await fc.assert(fc.asyncProperty(anySlowScenario, likeGenuine(ours())), lawParameters(150));
  });

  it("any script goes the same way when the caller leaves before the start or in a wait", async () => {
    await fc.assert(fc.asyncProperty(anyAbortedScenario, likeGenuine(ours())), lawParameters(200));
  });

  it.each(EDITIONS.filter((edition) => edition !== peer.edition))("p-retry %i would be noticed", async (edition) => {
    const law = fc.asyncProperty(anySlowScenario, likeGenuine(ours(edition)));
    expect((await fc.check(law, lawParameters(150))).failed).toBe(true);
  });
});

describe.each(EDITIONS)("as p-retry %i", (edition) => {
  it("a caller who leaves is heard in the same instant, whatever is under way, and nothing follows", async () => {
    const heard = async (scenario: ImpatientScenario): Promise<void> => {
      const { after: left } = scenario.abort;
      const whole = await played(ours(edition), { ...scenario, abort: undefined });
      fc.pre(whole.every(([instant]) => instant !== left));
      const before = whole.filter(([instant]) => instant < left);
      const reason = scenario.abort.reason === "text" ? "left" : "the abort";
      const end = before.length < whole.length ? [[left, "rejected", reason]] : [];
      expect(await played(ours(edition), scenario)).toEqual([...before, ...end]);
    };
    await fc.assert(fc.asyncProperty(anyImpatientScenario, heard), lawParameters(100));
  });
});
