import { type Duration, toMillis } from "../core/duration.ts";
import { InvalidOptionError } from "../core/invalid-option.ts";
import { isFunction, optionsOf } from "../core/options.ts";
import type { FastCheck } from "./contract-fast-check.ts";

/** What the contract needs of the test runner, and how thorough it is. */
export interface TransportContractOptions {
  /** The runner's `describe`: of vitest, of `node:test`, of Jest. */
  readonly describe: (name: string, body: () => void) => unknown;
  /** The runner's `it`. */
  readonly it: (name: string, body: () => Promise<void>, timeout?: number) => unknown;
  /** The module `fast-check`, 3 or 4. */
  readonly fc: FastCheck;
  /** The time that all waits are multiples of: `"1s"` unless given, in real time `"50ms"`. */
  readonly unit?: Duration | undefined;
  /** How many histories with faults are played: 100 unless given, in real time 5. */
  readonly runs?: number | undefined;
  /** What makes the same histories again; 1 unless given. */
  readonly seed?: number | undefined;
}

const KEYS = ["describe", "it", "fc", "unit", "runs", "seed"] as const;

/** Options that have been checked; what depends on the kind of time is still open. */
export interface ContractSettings {
  readonly describe: TransportContractOptions["describe"];
  readonly it: TransportContractOptions["it"];
  readonly fc: FastCheck;
  readonly unit: number | undefined;
  readonly runs: number | undefined;
  readonly seed: number;
}

/** @throws InvalidOptionError for an unknown option or one that cannot be used */
export function contractSettings(options: TransportContractOptions): ContractSettings {
  const read = optionsOf(options, "transportContract", KEYS);
  const needed = <Value>(name: string, expected: string, fits: (value: unknown) => boolean): Value => {
    const value = read<Value>(name, expected, fits);
    if (value === undefined) throw new InvalidOptionError(name, expected, value);
    return value;
  };
  const unit = read<Duration>("unit");
  return {
    describe: needed("describe", "the function of a test runner", isFunction),
    it: needed("it", "the function of a test runner", isFunction),
    fc: needed("fc", "the module fast-check", (value) => isFunction((value as Partial<FastCheck>)?.asyncModelRun)),
    unit: unit === undefined ? undefined : toMillis(unit, "unit"),
    runs: read<number>("runs", "a whole number ≥ 1", (value) => Number.isSafeInteger(value) && Number(value) >= 1),
    seed: read<number>("seed", "a safe integer", Number.isSafeInteger) ?? 1,
  };
}
