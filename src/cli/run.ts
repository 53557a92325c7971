import { parseSchedule } from "../core/notation.ts";
import type { PolicyOptions } from "../policy/policy.ts";
import { settle } from "../retry/retry.ts";
import { type Given, UsageError } from "./arguments.ts";
import { commandFailure, exitCodeOf, stoppedBy } from "./command-failure.ts";
import type { Manual } from "./manual.ts";
import { endLine, retryLine } from "./narration.ts";
import { attemptsIn, codesIn, durationIn, randomIn } from "./option-values.ts";
import { POLICY_OPTIONS, SEED } from "./option.ts";
import { type Runner, runner } from "./runner.ts";
import type { Subcommand } from "./subcommand.ts";
import { messageLines, paint } from "./terminal.ts";
import type { World } from "./world.ts";

const MANUAL: Manual = {
  brief: "run a command until it succeeds",
  summary: "Run a command until it succeeds, that is until its exit code is 0.",
  usage: ["ostinato run [OPTIONS] -- COMMAND [ARGUMENTS]"],
  options: {
    Options: {
      ...POLICY_OPTIONS,
      "retry-on": { takes: "CODES", does: "retry these exit codes alone, such as 1,75,124", usual: "all of them" },
      seed: SEED,
      quiet: { does: "say nothing about retries and giving up" },
    },
  },
  notes: [
    "The exit code is that of the last attempt: 124 if it timed out, 128 + n if signal n ended it, 126 if the command cannot be run, 127 if it is not found; 2 if the options are wrong. SIGINT, SIGTERM and SIGHUP are passed on to the command, and nothing is retried after them.",
  ],
  example:
    'ostinato run --attempts 5 --timeout 10s --schedule "exponential 200ms, cap 5s, full jitter" -- curl -fsS http://127.0.0.1:8080/',
};

/** `ostinato run`: a command, until it succeeds. */
export const run: Subcommand = {
  manual: MANUAL,
  operandsLast: true,
  perform: async (given, world) => {
    const { operands, flag } = given;
    const policy = policyIn(given);
    const random = randomIn(given);
    const limit = durationIn(given, "timeout") ?? Infinity;
    if (operands.length === 0) throw new UsageError("the command to run is missing: it comes last, behind --");
    const say = speaker(world);
    const command = runner(operands, limit, world);
    const { signal, release } = leaving(command, world);
    try {
      const outcome = await settle<void>(
        (attempt) => command.attempt(attempt.signal),
        { ...policy, onRetry: flag("quiet") ? undefined : (event) => say("yellow", retryLine(event)) },
        { clock: world.clock, random, signal },
      );
      const last = await command.ended();
      if (outcome.ok) return 0;
      const failure = commandFailure(outcome.error);
      // What did not even start has said nothing itself.
      if (!flag("quiet") || failure.code === "COMMAND_UNSTARTABLE") say("red", endLine(outcome));
      const leftToChild = outcome.reason === "aborted" && last !== undefined;
      return leftToChild ? exitCodeOf(last, operands[0]!) : failure.exitCode;
    } finally {
      release();
    }
  },
};

/** @throws InvalidOptionError which names the option */
function policyIn(given: Given): PolicyOptions<void> {
  const notation = given.value("schedule");
  const codes = codesIn(given, "retry-on");
  return {
    attempts: attemptsIn(given),
    schedule: notation === undefined ? undefined : parseSchedule(notation),
    totalTimeout: durationIn(given, "total-timeout"),
    retryIf: codes && ((error) => codes.has(commandFailure(error).exitCode)),
  };
}

const speaker =
  ({ stderr, env }: World) =>
  (style: "red" | "yellow", text: string): void => {
    for (const line of messageLines(`ostinato: ${text}`, stderr, env)) {
      stderr.write(`${paint(style, line, stderr, env)}\n`);
    }
  };

/** Ends the run when this process is asked to end, and tells the child. */
function leaving(command: Runner, { onSignal, terminal }: World): { signal: AbortSignal; release: () => void } {
  const controller = new AbortController();
  const release = onSignal((name) => {
    // A terminal sends Ctrl-C to the child by itself; who presses it again means it for both.
    const told = terminal && name === "SIGINT" && !controller.signal.aborted;
    if (!told) command.pass(name);
    controller.abort(stoppedBy(name));
  });
  return { signal: controller.signal, release };
}
