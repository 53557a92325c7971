import { preview as rowsOf, type PreviewRow } from "../core/preview.ts";
import type { Schedule } from "../core/schedule.ts";
import { PREVIEW_HELP } from "./help.ts";
import { counted, human } from "./human.ts";
import { attemptsIn, randomIn } from "./option-values.ts";
import { scheduleIn } from "./schedule-in.ts";
import type { Subcommand } from "./subcommand.ts";
import { table, wrapped } from "./table.ts";
import { columnsOf, paint } from "./terminal.ts";
import type { World } from "./world.ts";

/** `ostinato preview`: a schedule as a table. */
export const preview: Subcommand = {
  help: PREVIEW_HELP,
  options: { attempts: "value", seed: "value", json: "flag" },
  operandsLast: false,
  perform: (given, world) => {
    const schedule = scheduleIn(given);
    const attempts = attemptsIn(given) ?? 10;
    const random = randomIn(given);
    const rows = rowsOf(schedule, random === undefined ? { attempts } : { attempts, random });
    const lines = given.flag("json")
      ? [JSON.stringify({ schedule: schedule.name, attempts, rows }, null, 2)]
      : page(schedule, rows, given.value("seed"), world);
    world.stdout.write(lines.map((line) => `${line}\n`).join(""));
    return 0;
  },
};

const HEADER = ["retry", "delay", "min", "max", "total"];

function page(schedule: Schedule, rows: readonly PreviewRow[], seed: string | undefined, world: World): string[] {
  const { stdout, env } = world;
  const columns = columnsOf(stdout, env);
  const dim = (line: string): string => paint("dim", line, stdout, env);
  const name = wrapped(schedule.name, columns).map((line) => paint("bold", line, stdout, env));
  if (rows.length === 0) return [...name, dim("1 attempt: nothing to retry")];
  const draws = seed === undefined ? "every draw at its midpoint" : `draws of seed ${seed}`;
  const caption = wrapped(`${counted(rows.length + 1, "attempt")}, ${draws}`, columns);
  const [header, ...body] = table(HEADER, rows.map(cells), columns);
  return [...name, ...caption.map(dim), "", dim(header!), ...body];
}

const cells = ({ retry, delay, min, max, total }: PreviewRow): string[] => [
  String(retry),
  ...[delay, min, max, total].map((millis) => human(millis)),
];
