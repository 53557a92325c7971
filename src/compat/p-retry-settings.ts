import type { Options } from "p-retry";
import { type Env, surroundings } from "../engine/env.ts";
import type { Edition } from "./p-retry-peer.ts";

/** p-retry's options; and, for tests, where time and chance come from. */
export type PRetryOptions = Options & Pick<Env, "clock" | "random">;

/** All options of a run, read once, checked, none of them absent but the signal. */
export type Settings = {
  readonly [Name in keyof Omit<PRetryOptions, "signal">]-?: NonNullable<PRetryOptions[Name]>;
} & { readonly signal: AbortSignal | undefined };

/**
 * Reads p-retry's options as the given edition does, with its defaults, its checks and its messages.
 *
 * @throws TypeError for an option that cannot be used, Error for `forever`, InvalidOptionError for a clock that is none
 */
export function settingsOf(options: PRetryOptions | null | undefined, edition: Edition): Settings {
  // Own properties on nothing: a polluted prototype says nothing.
  const own: PRetryOptions = Object.assign(Object.create(null), options);
  // Only the newest takes null for "not given" here, as all do elsewhere.
  checkRetries(edition >= 9 ? (own.retries ?? undefined) : own.retries);
  if (Object.hasOwn(own, "forever")) throw new Error(FOREVER);
  const { clock, random } = surroundings({ clock: own.clock ?? undefined, random: own.random ?? undefined });
  const settings: Settings = {
    retries: own.retries ?? 10,
    factor: own.factor ?? 2,
    minTimeout: own.minTimeout ?? 1_000,
    maxTimeout: own.maxTimeout ?? Infinity,
    maxRetryTime: own.maxRetryTime ?? Infinity,
    randomize: own.randomize ?? false,
    unref: own.unref ?? false,
    onFailedAttempt: own.onFailedAttempt ?? (() => {}),
    shouldRetry: own.shouldRetry ?? (() => true),
    shouldConsumeRetry: own.shouldConsumeRetry ?? (() => true),
    signal: own.signal ?? undefined,
    clock,
    random,
  };
  checkKinds(settings, edition);
  checkSignal(settings.signal);
  for (const [name, endless] of NUMBERS) checkNumber(name, settings[name], endless);
  return settings.factor > 0 ? settings : { ...settings, factor: 1 };
}

const FOREVER =
  "The `forever` option is no longer supported. For many use-cases, you can set `retries: Infinity` instead.";

/** The options that are numbers, and whether they may be endless. */
const NUMBERS = [
  ["factor", false],
  ["minTimeout", false],
  ["maxTimeout", true],
  ["maxRetryTime", true],
] as const;

const expected = (what: string): TypeError => new TypeError(`Expected ${what}.`);

function checkRetries(retries: unknown): void {
  if (retries === undefined || retries === Infinity) return;
  if (typeof retries !== "number") throw expected("`retries` to be a number or Infinity");
  if (Number.isNaN(retries)) throw expected("`retries` to be a valid number or Infinity, got NaN");
  if (retries < 0) throw expected("`retries` to be a non-negative number");
  // The oldest takes 1.5, and then loses the last error.
  if (!Number.isInteger(retries)) throw expected("`retries` to be a non-negative integer or Infinity");
}

function checkNumber(name: string, value: unknown, endless: boolean): void {
  if (typeof value !== "number" || Number.isNaN(value))
    throw expected(`\`${name}\` to be a number${endless ? " or Infinity" : ""}`);
  if (!endless && !Number.isFinite(value)) throw expected(`\`${name}\` to be a finite number`);
  if (value < 0) throw expected(`\`${name}\` to be ≥ 0`);
}

/** Which kind of value an option must be, and the first edition that looks. */
const KINDS = [
  ["onFailedAttempt", "function", 8],
  ["shouldRetry", "function", 8],
  ["shouldConsumeRetry", "function", 8],
  ["randomize", "boolean", 9],
  ["unref", "boolean", 9],
] as const;

function checkKinds(settings: Settings, edition: Edition): void {
  for (const [name, kind, since] of KINDS)
    if (edition >= since && typeof settings[name] !== kind) throw expected(`\`${name}\` to be a ${kind}`);
}

/** Looked at in every edition, because the signal is listened to from the start. */
function checkSignal(signal: Partial<AbortSignal> | undefined): void {
  if (signal === undefined) return;
  const { throwIfAborted, addEventListener, removeEventListener } = signal;
  const all = [throwIfAborted, addEventListener, removeEventListener];
  if (!all.every((method) => typeof method === "function")) throw expected("`signal` to be an AbortSignal");
}
