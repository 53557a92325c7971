import { explain, type Explanation, type ExplainRow, type Finding, lint } from "ostinato";
import { policyOf } from "./policy.ts";
import type { State } from "./state.ts";
import { between, counted, spoken } from "./text.ts";

/** An attempt, its delay, and when it starts if all before it fail at once; in milliseconds. */
export interface Row extends ExplainRow {
  readonly earliest: number;
  readonly usual: number;
  /** The sum of the longest delays, none of which the deadline has cut. */
  readonly slowest: number;
}

/** A limit, where it binds and when. */
export interface Milestone {
  readonly limit: "cap" | "deadline" | "attempts";
  /** The attempt at which it first binds; undefined where it never does. */
  readonly attempt: number | undefined;
  readonly where: string;
  readonly when: string;
}

/** What the page says of a policy. */
export interface ScheduleView {
  readonly rows: readonly Row[];
  readonly milestones: readonly Milestone[];
  readonly findings: readonly Finding[];
  readonly totals: readonly (readonly [label: string, figure: string])[];
  /** One sentence, for those who do not see the plots. */
  readonly summary: string;
}

/** More rows than that tell nothing new. */
const MOST_ROWS = 50;

export function scheduleView(state: Pick<State, "shown" | "policy">): ScheduleView {
  const made = policyOf(state);
  const explained = explain(made);
  const rows = rowsOf(explained).slice(0, MOST_ROWS);
  const findings = lint(made);
  const { expected, worst, least } = explained;
  const about = explained.approximate ? "about " : "";
  return {
    rows,
    milestones: milestonesOf(rows, made.totalTimeout, made.attempts),
    findings,
    totals: [
      ["at the least", spoken(least.total)],
      ["on average", `${about}${spoken(expected.total)}`],
      ["at the most", worst.total === Infinity ? "no end in sight" : spoken(worst.total)],
    ],
    summary:
      `${counted(made.attempts, "attempt")}, ${about}${spoken(expected.delay)} of waiting on average, ` +
      `${spoken(worst.delay)} at most. ${counted(findings.length, "finding")}.`,
  };
}

function rowsOf({ rows }: Explanation): readonly Row[] {
  let [earliest, usual, slowest] = [0, 0, 0];
  return rows.map((row): Row => {
    earliest += row.min;
    usual += row.mean;
    slowest += row.max;
    return { ...row, earliest, usual, slowest };
  });
}

function milestonesOf(rows: readonly Row[], totalTimeout: number, attempts: number): readonly Milestone[] {
  const first = (limit: Milestone["limit"]): Row | undefined => rows.find(({ binds }) => binds === limit);
  const [cap, deadline, end] = [first("cap"), first("deadline"), first("attempts")];
  return [
    {
      limit: "cap",
      attempt: cap?.attempt,
      where: cap === undefined ? "sets no delay" : `from attempt ${cap.attempt} on`,
      when: cap === undefined ? "no delay here reaches it" : `${between(cap.earliest, cap.slowest)} after the start`,
    },
    {
      limit: "attempts",
      attempt: end?.attempt,
      where: end === undefined ? "may not be used up" : `behind attempt ${end.attempt}`,
      when:
        end === undefined
          ? `${counted(attempts, "attempt")}, the deadline may come first`
          : `${between(end.earliest, end.slowest)} after the start`,
    },
    {
      limit: "deadline",
      attempt: deadline?.attempt,
      where: deadline === undefined ? "ends no run" : `from attempt ${deadline.attempt} on`,
      when: totalTimeout === Infinity ? "there is none" : `${spoken(totalTimeout)} after the start`,
    },
  ];
}

/** A row of the table under the plots. */
export const cellsOf = ({
  attempt,
  min,
  mean,
  max,
  earliest,
  usual,
  slowest,
  latest,
  binds,
}: Row): readonly string[] => [
  String(attempt),
  spoken(min),
  spoken(mean),
  spoken(max),
  spoken(earliest),
  spoken(usual),
  spoken(slowest),
  latest === Infinity ? "no limit" : spoken(latest),
  binds ?? "",
];

export const HEADINGS = [
  "attempt",
  "shortest delay",
  "mean delay",
  "longest delay",
  "starts earliest",
  "starts on average",
  "starts at the latest, if attempts fail at once",
  "starts at the latest, however long attempts take",
  "binds",
] as const;
