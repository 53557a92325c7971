/** A command of fast-check that plays on a {@link FastCheck}'s model and on the real thing. */
export interface FastCheckCommand<Model, Real> {
  check(model: Readonly<Model>): boolean | Promise<boolean>;
  run(model: Model, real: Real): Promise<void>;
  toString(): string;
}

/** A generator of fast-check, as far as the contract uses one. */
export interface FastCheckArbitrary<T> {
  map<U>(change: (value: T) => U): FastCheckArbitrary<U>;
}

/**
 * What the contract takes of fast-check, 3 or 4: hand it the whole module.
 *
 * An argument, so that `ostinato/testing` loads, and its types compile, where fast-check is not installed.
 */
export interface FastCheck {
  integer(within: { min: number; max: number }): FastCheckArbitrary<number>;
  constantFrom<T>(...values: T[]): FastCheckArbitrary<T>;
  tuple<T extends unknown[]>(...of: { [K in keyof T]: FastCheckArbitrary<T[K]> }): FastCheckArbitrary<T>;
  commands<Model extends object, Real>(
    of: FastCheckArbitrary<FastCheckCommand<Model, Real>>[],
    constraints: { maxCommands: number; size: "max" },
  ): FastCheckArbitrary<Iterable<FastCheckCommand<Model, Real>>>;
  asyncModelRun<Model extends object, Real>(
    setup: () => { model: Model; real: Real },
    commands: Iterable<FastCheckCommand<Model, Real>>,
  ): Promise<void>;
  asyncProperty<A, B>(a: FastCheckArbitrary<A>, b: FastCheckArbitrary<B>, holds: (a: A, b: B) => Promise<void>): object;
  assert(property: object, parameters: { numRuns: number; seed: number }): Promise<void> | void;
}
