/**
 * What an attempt is told. Its members are getters on the prototype: destructuring works, spreading copies none of them.
 */
export interface AttemptContext {
  /** Which attempt, from 1. */
  readonly attempt: number;
  /** How many attempts the policy allows; may be `Infinity`. */
  readonly attempts: number;
  /** Whether no retry can follow for want of attempts. */
  readonly isLast: boolean;
  /** This attempt's own signal: aborts when the attempt's or the run's time is up, or the caller leaves. Made when read. */
  readonly signal: AbortSignal;
  /** Milliseconds to the deadline when the attempt began; `Infinity` without one. */
  readonly remaining: number;
  /**
   * Milliseconds from the start of the run to the start of the attempt. An operation that declares no parameter, and finds its
   * attempt by `arguments` or a rest parameter, may be told the time since its first failure: nobody was seen to ask before.
   */
  readonly elapsed: number;
  /** The delay before this attempt, in milliseconds; 0 before the first. */
  readonly previousDelay: number;
  /**
   * What the attempt before failed with; undefined before the first. An attempt that is over may not keep the error: whoever
   * needs it for longer keeps it.
   */
  readonly previousError: unknown;
  /** One for all attempts of the run, for servers that recognise repeats. Made when read. */
  readonly idempotencyKey: string;
}

/** What an attempt needs of its run. */
export interface RunState {
  readonly attempts: number;
  readonly totalTimeout: number;
  /** Milliseconds since the run began. */
  readonly elapsed: number;
  readonly attempt: number;
  readonly previousDelay: number;
  readonly previousError: unknown;
  readonly idempotencyKey: string;
}

/**
 * So many errors at most hold on to each other: one holds on to the functions that were called when it was made, these may
 * know their attempt, and that knows the error before it.
 */
const CHAIN = 64;

// A class: getters on a shared prototype cost nothing until they are read, and every attempt makes one of these.
export class Attempt implements AttemptContext {
  readonly #run: RunState;
  readonly #attempt: number;
  #elapsed: number | undefined;
  readonly #previousDelay: number;
  #previousError: unknown;
  #released: WeakRef<object> | undefined;
  #controller: AbortController | undefined;
  #given: { readonly up: unknown } | undefined;

  /** @param elapsed undefined where nobody is expected to ask: then it is measured when somebody does */
  constructor(run: RunState, elapsed: number | undefined) {
    this.#run = run;
    this.#attempt = run.attempt;
    this.#elapsed = elapsed;
    this.#previousDelay = run.previousDelay;
    this.#previousError = run.previousError;
  }

  get attempt(): number {
    return this.#attempt;
  }

  get attempts(): number {
    return this.#run.attempts;
  }

  get isLast(): boolean {
    return this.#attempt >= this.#run.attempts;
  }

  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    if (this.#given !== undefined) this.#controller.abort(this.#given.up);
    return this.#controller.signal;
  }

  get remaining(): number {
    return this.#run.totalTimeout - this.elapsed;
  }

  get elapsed(): number {
    return (this.#elapsed ??= this.#run.elapsed);
  }

  get previousDelay(): number {
    return this.#previousDelay;
  }

  get previousError(): unknown {
    return this.#released === undefined ? this.#previousError : this.#released.deref();
  }

  get idempotencyKey(): string {
    return this.#run.idempotencyKey;
  }

  /** An attempt is over: now and then one no longer keeps the error before it, yet tells it while somebody else does. */
  static over(attempt: Attempt): void {
    const error = attempt.#previousError;
    if (attempt.#attempt % CHAIN !== 0 || Object(error) !== error) return;
    attempt.#released = new WeakRef(error as object);
    attempt.#previousError = undefined;
  }

  /** Ends an attempt from outside: its signal aborts, now or when it is first read. */
  static giveUp(attempt: Attempt, reason: unknown): void {
    attempt.#given = { up: reason };
    attempt.#controller?.abort(reason);
  }
}
