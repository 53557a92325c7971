/** A command of fast-check that plays on a {@link FastCheck}'s model and on the real thing. */
export interface FastCheckCommand<Model, Real> {
  /** Whether it can happen as things stand. */
  check(model: Readonly<Model>): boolean | Promise<boolean>;
  /** Lets it happen. */
  run(model: Model, real: Real): Promise<void>;
  /** What it is called in a counterexample. */
  toString(): string;
}

/** A generator of fast-check, as far as the contract uses one. */
export interface FastCheckArbitrary<T> {
  /** The same, each value changed. */
  map<U>(change: (value: T) => U): FastCheckArbitrary<U>;
}

/**
 * What the contract takes of fast-check, 3 or 4: hand it the whole module.
 *
 * An argument, so that `ostinato/testing` loads, and its types compile, where fast-check is not installed.
 */
export interface FastCheck {
  /** Whole numbers, both ends included. */
  integer(within: { min: number; max: number }): FastCheckArbitrary<number>;
  /** One of some values. */
  constantFrom<T>(...values: T[]): FastCheckArbitrary<T>;
  /** One of each, as a list. */
  tuple<T extends unknown[]>(...of: { [K in keyof T]: FastCheckArbitrary<T[K]> }): FastCheckArbitrary<T>;
  /** Lists of commands. */
  commands<Model extends object, Real>(
    of: FastCheckArbitrary<FastCheckCommand<Model, Real>>[],
    constraints: { maxCommands: number; size: "max" },
  ): FastCheckArbitrary<Iterable<FastCheckCommand<Model, Real>>>;
  /** Runs commands, those that can happen. */
  asyncModelRun<Model extends object, Real>(
    setup: () => { model: Model; real: Real },
    commands: Iterable<FastCheckCommand<Model, Real>>,
  ): Promise<void>;
  /** What must hold. */
  asyncProperty<A, B>(a: FastCheckArbitrary<A>, b: FastCheckArbitrary<B>, holds: (a: A, b: B) => Promise<void>): object;
  /** Tries whether it does. */
  assert(property: object, parameters: { numRuns: number; seed: number }): Promise<void> | void;
}
