import { describe, expect, it } from "vitest";
import type { Edition } from "../../src/compat/p-retry-peer.ts";
import type { PRetryOptions } from "../../src/compat/p-retry-settings.ts";
import { rejection } from "../retry/scene.ts";
import { EDITIONS, genuine, ours, peer, type Verb } from "./p-retry-genuine.ts";

const verbs: readonly (readonly [name: string, edition: Edition, verb: Verb])[] = [
  ...EDITIONS.map((edition) => [`as p-retry ${edition}`, edition, ours(edition)] as const),
  [`the genuine p-retry ${peer.edition}`, peer.edition, genuine.default],
];

const aFunction = (name: string): string => `Expected \`${name}\` to be a function.`;
const aBoolean = (name: string): string => `Expected \`${name}\` to be a boolean.`;
const FOREVER =
  "The `forever` option is no longer supported. For many use-cases, you can set `retries: Infinity` instead.";

/** What cannot be used, since which edition it is refused, and in which words. */
const refused: readonly (readonly [options: object, since: Edition, message: string])[] = [
  [{ retries: -1 }, 7, "Expected `retries` to be a non-negative number."],
  [{ retries: -Infinity }, 7, "Expected `retries` to be a non-negative number."],
  [{ retries: NaN }, 7, "Expected `retries` to be a valid number or Infinity, got NaN."],
  [{ retries: "3" }, 7, "Expected `retries` to be a number or Infinity."],
  [{ forever: true }, 7, FOREVER],
  [{ forever: undefined }, 7, FOREVER],
  [{ factor: "2" }, 7, "Expected `factor` to be a number."],
  [{ factor: NaN }, 7, "Expected `factor` to be a number."],
  [{ factor: Infinity }, 7, "Expected `factor` to be a finite number."],
  [{ factor: -1 }, 7, "Expected `factor` to be ≥ 0."],
  [{ minTimeout: "1s" }, 7, "Expected `minTimeout` to be a number."],
  [{ minTimeout: Infinity }, 7, "Expected `minTimeout` to be a finite number."],
  [{ minTimeout: -1 }, 7, "Expected `minTimeout` to be ≥ 0."],
  [{ maxTimeout: NaN }, 7, "Expected `maxTimeout` to be a number or Infinity."],
  [{ maxTimeout: -Infinity }, 7, "Expected `maxTimeout` to be ≥ 0."],
  [{ maxRetryTime: {} }, 7, "Expected `maxRetryTime` to be a number or Infinity."],
  [{ maxRetryTime: -1 }, 7, "Expected `maxRetryTime` to be ≥ 0."],
  [{ retries: -1, forever: true, factor: -1 }, 7, "Expected `retries` to be a non-negative number."],
  [{ forever: true, factor: -1 }, 7, FOREVER],
  [{ onFailedAttempt: 1 }, 8, aFunction("onFailedAttempt")],
  [{ shouldRetry: "no" }, 8, aFunction("shouldRetry")],
  [{ shouldConsumeRetry: true }, 8, aFunction("shouldConsumeRetry")],
  [{ shouldRetry: true, factor: 0.5 }, 8, aFunction("shouldRetry")],
  [{ randomize: 1 }, 9, aBoolean("randomize")],
  [{ unref: "yes" }, 9, aBoolean("unref")],
];

/** `null` means "not given" to all, or only to the newest. */
const taken: readonly (readonly [options: object, since: Edition])[] = [
  [{ retries: null }, 9],
  [{ factor: null, minTimeout: null, maxTimeout: null, maxRetryTime: null, randomize: null }, 7],
  [{ onFailedAttempt: null, shouldRetry: null, shouldConsumeRetry: null, unref: null, signal: null }, 7],
  [{ retries: undefined, factor: undefined, signal: undefined }, 7],
  [{ retries: Number.MAX_VALUE, maxTimeout: Infinity, maxRetryTime: Infinity, factor: 0 }, 7],
  [{ unheardOf: true }, 7],
];

const called = async (pRetry: Verb, options: object): Promise<unknown> =>
  rejection(pRetry(() => "called", options as PRetryOptions));

describe.each(verbs)("%s", (_name, edition, pRetry) => {
  it.each(refused)("reads %o", async (options, since, message) => {
    const error = message === FOREVER ? new Error(message) : new TypeError(message);
    expect(await called(pRetry, options)).toEqual(edition < since ? { resolvedWith: "called" } : error);
  });

  it.each(taken)("reads %o, and has a default for null", async (options, since) => {
    const error = new TypeError("Expected `retries` to be a number or Infinity.");
    expect(await called(pRetry, options)).toEqual(edition < since ? error : { resolvedWith: "called" });
  });

  it("does without options, whatever stands in their place", async () => {
    for (const none of [undefined, null, 3, []])
      expect(await called(pRetry, none as never)).toEqual({ resolvedWith: "called" });
  });

  it("reads each option once", async () => {
    const reads: string[] = [];
    const given: PRetryOptions = { retries: 1, minTimeout: 1 };
    const options = new Proxy(given, {
      get: (target, name, receiver) => {
        reads.push(String(name));
        return Reflect.get(target, name, receiver);
      },
    });
    await rejection(pRetry(() => Promise.reject(new Error("busy")), options));
    expect(reads).toEqual(["retries", "minTimeout"]);
  });
});
