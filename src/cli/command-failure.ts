import { constants } from "node:os";
import { TimeoutError } from "../policy/errors.ts";
import { human } from "./human.ts";
import type { ChildEnd } from "./world.ts";

/** What `timeout(1)` and the shells answer with. */
const TIMED_OUT = 124;
const UNUSABLE = 126;
const NOT_FOUND = 127;
const BY_SIGNAL = 128;

/** An attempt at a command failed: the message says why in a few words. */
export class CommandFailure extends Error {
  override readonly name = "CommandFailure";
  /** Whether the command ran at all. */
  readonly code: "COMMAND_FAILED" | "COMMAND_UNSTARTABLE";
  /** What a shell would answer with. */
  readonly exitCode: number;

  constructor(why: string, exitCode: number, code: CommandFailure["code"] = "COMMAND_FAILED") {
    super(why);
    this.exitCode = exitCode;
    this.code = code;
  }
}

/** Why a child failed; undefined where it succeeded. */
export function failureOf(end: ChildEnd, command: string): CommandFailure | undefined {
  if (end.kind === "signal") return new CommandFailure(`killed by ${end.signal}`, signalCode(end.signal));
  if (end.kind === "exit") return end.code === 0 ? undefined : new CommandFailure(`exit code ${end.code}`, end.code);
  const [why, exitCode] =
    end.code === "ENOENT" ? ["command not found", NOT_FOUND] : [`cannot be run (${end.code})`, UNUSABLE];
  return new CommandFailure(`${command}: ${why}`, exitCode, "COMMAND_UNSTARTABLE");
}

/** What a shell would answer with after such an end. */
export const exitCodeOf = (end: ChildEnd, command: string): number => failureOf(end, command)?.exitCode ?? 0;

/** What a run ended with, as a failure of the command; anything else is a mistake of ours, and thrown. */
export function commandFailure(error: unknown): CommandFailure {
  if (error instanceof CommandFailure) return error;
  if (!(error instanceof TimeoutError)) throw error;
  const what = error.code === "ATTEMPT_TIMEOUT" ? "timed out after" : "stopped after a total of";
  return new CommandFailure(`${what} ${human(error.limit)}`, TIMED_OUT);
}

/** This process was asked to end. */
export const stoppedBy = (signal: NodeJS.Signals): CommandFailure =>
  new CommandFailure(`stopped by ${signal}`, signalCode(signal));

const signalCode = (signal: NodeJS.Signals): number => BY_SIGNAL + constants.signals[signal];
