import type { Clock } from "../engine/clock.ts";

/** Where text goes, such as `process.stdout`. */
export interface Output {
  write(text: string): unknown;
  /** Whether it is a terminal. */
  readonly isTTY?: boolean | undefined;
  /** How many characters fit in a line of that terminal. */
  readonly columns?: number | undefined;
}

/** How a child process ended. */
export type ChildEnd =
  | { readonly kind: "exit"; readonly code: number }
  | { readonly kind: "signal"; readonly signal: NodeJS.Signals }
  | { readonly kind: "unstartable"; readonly code: string };

/** A child process that has been started, or could not be. */
export interface Child {
  readonly ended: Promise<ChildEnd>;
  /** Sends a signal; a child that has ended does not mind. */
  kill(signal: NodeJS.Signals): void;
}

/** What the command needs of the machine it runs on. */
export interface World {
  readonly version: () => string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: Output;
  readonly stderr: Output;
  /** Whether a terminal is attached, which sends its Ctrl-C to the children too. */
  readonly terminal: boolean;
  readonly clock: Clock;
  /** The text of a file; of the standard input where the path is `-`. */
  readonly read: (path: string) => Promise<string>;
  /** Writes a file, in the place of what it held. */
  readonly write: (path: string, text: string) => void;
  /** Starts a child with the standard streams of this process. */
  readonly spawn: (command: string, args: readonly string[]) => Child;
  /** Hears the signals that ask this process to end, until the answer is called; meanwhile they do not end it. */
  readonly onSignal: (heard: (signal: NodeJS.Signals) => void) => () => void;
}
