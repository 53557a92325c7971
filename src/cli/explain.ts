import { explain as explanationOf, type Explanation, type ExplainRow } from "../policy/explain.ts";
import type { Extent } from "../policy/extent.ts";
import type { Policy } from "../policy/policy.ts";
import { counted, human } from "./human.ts";
import { AS_JSON, POLICY_OPTIONS } from "./option.ts";
import { POLICY_NOTE, policyIn } from "./policy-in.ts";
import type { Subcommand } from "./subcommand.ts";
import { table, wrapped } from "./table.ts";
import { columnsOf, paint } from "./terminal.ts";
import type { World } from "./world.ts";

/** `ostinato explain`: what a policy can come to. */
export const explain: Subcommand = {
  manual: {
    brief: "show what a policy can come to",
    summary:
      "Show what a policy can come to when every attempt fails: how long it takes at least, on average and at worst, and which limit binds at each attempt.",
    usage: ["ostinato explain POLICY [OPTIONS]", "ostinato explain OPTIONS"],
    options: { Options: { ...POLICY_OPTIONS, json: AS_JSON } },
    notes: [POLICY_NOTE],
    example: 'ostinato explain "exponential 200ms, cap 1s, full jitter" --attempts 5 --timeout 2s',
  },
  operandsLast: false,
  perform: async (given, world) => {
    const policy = await policyIn(given, world);
    const explanation = explanationOf(policy);
    const lines = given.flag("json")
      ? [JSON.stringify({ schedule: policy.schedule.name, ...explanation }, endless, 2)]
      : page(policy, explanation, world);
    world.stdout.write(lines.map((line) => `${line}\n`).join(""));
    return 0;
  },
};

/** JSON has no number for what has no end. */
const endless = (_key: string, value: unknown): unknown => (value === Infinity ? "Infinity" : value);

function page(policy: Policy, explanation: Explanation, world: World): string[] {
  const { stdout, env } = world;
  const columns = columnsOf(stdout, env);
  const dim = (line: string): string => paint("dim", line, stdout, env);
  const name = wrapped(policy.schedule.name, columns).map((line) => paint("bold", line, stdout, env));
  const { least, expected, worst, rows, approximate } = explanation;
  const mean = approximate ? "expected*" : "expected";
  const extents = table(
    ["", "delays", "in all"],
    [extent("least", least), extent(mean, expected), extent("worst", worst)],
    columns,
  );
  const [header, ...body] = table(["attempt", "min", "mean", "max", "latest", "binds"], rows.map(cells), columns);
  const note = approximate ? ["", ...wrapped("* estimated: there is no closed form", columns).map(dim)] : [];
  return [...name, ...wrapped(limits(policy), columns).map(dim), "", ...extents, "", dim(header!), ...body, ...note];
}

function limits({ attempts, attemptTimeout, totalTimeout }: Policy): string {
  const parts = [attempts === Infinity ? "unlimited attempts" : counted(attempts, "attempt")];
  if (attemptTimeout < Infinity) parts.push(`${human(attemptTimeout)} for each`);
  if (totalTimeout < Infinity) parts.push(`${human(totalTimeout)} in all`);
  return parts.join(", ");
}

const extent = (what: string, { delay, total }: Extent): string[] => [what, human(delay), human(total)];

const cells = ({ attempt, min, mean, max, latest, binds }: ExplainRow): string[] => [
  String(attempt),
  ...[min, mean, max, latest].map((millis) => human(millis)),
  binds ?? "",
];
