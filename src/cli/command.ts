import { InvalidOptionError } from "../core/invalid-option.ts";
import { suggestion } from "../core/nearest.ts";
import { read, UsageError } from "./arguments.ts";
import { explain } from "./explain.ts";
import { fleet } from "./fleet.ts";
import { lint } from "./lint.ts";
import { helpPage, listsOf } from "./manual.ts";
import { type Options, rowOf } from "./option.ts";
import { preview } from "./preview.ts";
import { run } from "./run.ts";
import type { Subcommand } from "./subcommand.ts";
import { columnsOf, messageLines } from "./terminal.ts";
import type { World } from "./world.ts";

const COMMANDS: ReadonlyMap<string, Subcommand> = new Map([
  ["run", run],
  ["preview", preview],
  ["explain", explain],
  ["lint", lint],
  ["fleet", fleet],
]);

const MISUSED = 2;

/** The command `ostinato`: does what the arguments say, and answers with the exit code. */
export async function command(args: readonly string[], world: World): Promise<number> {
  const asked = args[0] === "help" ? [...args.slice(1), "--help"] : args;
  const [first = "", ...rest] = asked;
  const chosen = COMMANDS.get(first);
  const name = chosen === undefined ? "ostinato" : `ostinato ${first}`;
  try {
    return await (chosen === undefined ? introduced(asked, world) : performed(chosen, rest, world));
  } catch (error) {
    if (!(error instanceof UsageError || error instanceof InvalidOptionError)) throw error;
    // A complaint about a schedule goes on below with the place, which must stay where it is.
    const [complaint = "", ...place] = `${name}: ${error.message}`.split("\n");
    const lines = [...messageLines(complaint, world.stderr, world.env), ...place, `Try: ${name} --help`];
    world.stderr.write(lines.map((line) => `${line}\n`).join(""));
    return MISUSED;
  }
}

async function performed(chosen: Subcommand, args: readonly string[], world: World): Promise<number> {
  const { manual, operandsLast, perform } = chosen;
  const given = read(args, Object.assign({}, ...Object.values(manual.options)) as Options, operandsLast);
  if (!given.flag("help")) return perform(given, world);
  world.stdout.write(helpPage(manual, listsOf(manual), columnsOf(world.stdout, world.env)));
  return 0;
}

/** Without a command there is help and the version to be had. */
function introduced(args: readonly string[], { stdout, env, version }: World): number {
  const { flag, operands } = read(args, OPTIONS, true);
  const [unknown] = operands;
  if (unknown !== undefined) {
    throw new UsageError(`unknown command ${JSON.stringify(unknown)}${suggestion(unknown, [...COMMANDS.keys()])}`);
  }
  if (args.length === 0) throw new UsageError(`a command is missing, one of ${[...COMMANDS.keys()].join(", ")}`);
  stdout.write(flag("version") ? `${version()}\n` : help(columnsOf(stdout, env)));
  return 0;
}

const OPTIONS: Options = { version: { does: "the version" } };

const help = (columns: number): string =>
  helpPage(
    {
      summary: "Retry any command, and look at backoff schedules.",
      usage: ["ostinato COMMAND [OPTIONS]"],
      example: "ostinato run --attempts 5 -- curl -fsS http://127.0.0.1:8080/",
    },
    [
      { title: "Commands", rows: [...COMMANDS].map(([name, { manual }]) => [name, manual.brief]) },
      {
        title: "Options",
        rows: [...Object.entries(OPTIONS).map(rowOf), ["-h, --help", "this text; behind a command, the command's own"]],
      },
    ],
    columns,
  );
