import { type Finding, lint as findingsIn, type LintSwitches } from "../policy/lint.ts";
import type { Given } from "./arguments.ts";
import { LINT_HELP } from "./help.ts";
import { POLICY_OPTIONS, policyIn } from "./policy-in.ts";
import type { Subcommand } from "./subcommand.ts";
import { wrapped } from "./table.ts";
import { columnsOf, paint } from "./terminal.ts";
import type { World } from "./world.ts";

const FOUND = 1;

/** `ostinato lint`: what is unwise about policies. */
export const lint: Subcommand = {
  help: LINT_HELP,
  options: { ...POLICY_OPTIONS, allow: "value", json: "flag" },
  operandsLast: false,
  perform: (given, world) => {
    const paths = given.operands.length === 0 ? [undefined] : given.operands;
    const switches = switchesIn(given);
    const reports = paths.map((path) => ({ path, findings: findingsIn(policyIn(given, path, world), switches) }));
    const lines = given.flag("json")
      ? [JSON.stringify(reports, null, 2)]
      : reports.flatMap(({ path, findings }) => findings.flatMap((finding) => told(path, finding, world)));
    world.stdout.write(lines.map((line) => `${line}\n`).join(""));
    return reports.some(({ findings }) => findings.length > 0) ? FOUND : 0;
  },
};

/** What `--allow` leaves out; a code that is none is refused by `lint` itself. */
const switchesIn = ({ value }: Given): LintSwitches =>
  Object.fromEntries((value("allow") ?? "").split(",").flatMap((code) => (code === "" ? [] : [[code.trim(), false]])));

function told(path: string | undefined, { code, reason }: Finding, { stdout, env }: World): string[] {
  const where = path === undefined ? "" : `${path === "-" ? "(standard input)" : path}: `;
  const [first, ...rest] = wrapped(`${where}${code}: ${reason}`, columnsOf(stdout, env));
  return [first!.replace(code, paint("yellow", code, stdout, env)), ...rest];
}
