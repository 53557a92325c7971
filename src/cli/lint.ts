import { type Finding, lint as findingsIn, type LintSwitches } from "../policy/lint.ts";
import type { Given } from "./arguments.ts";
import { POLICY_OPTIONS } from "./option.ts";
import { policiesIn, POLICY_NOTE } from "./policy-in.ts";
import type { Subcommand } from "./subcommand.ts";
import { messageLines, paint } from "./terminal.ts";
import type { World } from "./world.ts";

const FOUND = 1;

/** `ostinato lint`: what is unwise about policies. */
export const lint: Subcommand = {
  manual: {
    brief: "say what is unwise about policies",
    summary:
      "Say what is unwise about policies, a line for each finding. The exit code is 1 where there are findings, 0 where there are none.",
    usage: ["ostinato lint POLICY... [OPTIONS]", "ostinato lint OPTIONS"],
    options: {
      Options: {
        ...POLICY_OPTIONS,
        allow: { takes: "CODES", does: "findings to leave out, such as no-deadline,no-jitter" },
        json: { does: "the findings as JSON" },
      },
    },
    notes: [POLICY_NOTE],
    example: "ostinato lint policies/*.json --allow no-deadline",
  },
  operandsLast: false,
  perform: async (given, world) => {
    const switches = switchesIn(given);
    const reports = (await policiesIn(given, world)).map(({ path, policy }) => ({
      ...(path !== undefined && { path }),
      findings: findingsIn(policy, switches),
    }));
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
  const [first, ...rest] = messageLines(`${where}${code}: ${reason}`, stdout, env);
  return [first!.replace(code, paint("yellow", code, stdout, env)), ...rest];
}
