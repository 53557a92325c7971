import { formatMillis, policyToJSON } from "ostinato";
import { type Knobs, knobsOf } from "./knobs.ts";
import { policyOf } from "./policy.ts";
import type { State } from "./state.ts";

/** The policy as a TypeScript module. */
export function typescriptOf(state: Pick<State, "shown" | "policy">): string {
  const { attempts, attemptTimeout, totalTimeout } = state.policy;
  const { names, expression } = written(state.shown);
  const limits = [
    ["attemptTimeout", attemptTimeout],
    ["totalTimeout", totalTimeout],
  ] as const;
  const options = [
    `schedule: ${expression}`,
    `attempts: ${attempts}`,
    ...limits.flatMap(([key, limit]) => (limit === Infinity ? [] : [`${key}: ${quoted(limit)}`])),
  ];
  return [
    `import { ${[...names, "policy"].toSorted().join(", ")} } from "ostinato";`,
    "",
    "export const patient = policy({",
    ...options.map((option) => `  ${option},`),
    "});",
    "",
  ].join("\n");
}

/** The policy as JSON, which `policyFromJSON` reads. */
export const jsonOf = (state: Pick<State, "shown" | "policy">): string =>
  `${JSON.stringify(policyToJSON(policyOf(state)), undefined, 2)}\n`;

interface Written {
  /** What has to be imported. */
  readonly names: readonly string[];
  readonly expression: string;
}

/** A schedule in functions where the sliders hold it, else by its notation. */
function written(notation: string): Written {
  const knobs = knobsOf(notation);
  if (knobs === undefined)
    return { names: ["parseSchedule"], expression: `parseSchedule(${JSON.stringify(notation)})` };
  const { source, cap, jitter, share } = knobs;
  const drawn = jitter !== "none";
  const limited = cap < Infinity && source !== "decorrelated";
  const modifiers = [
    ...(limited ? [`cap(${quoted(cap)})`] : []),
    ...(drawn ? [jitter === "spread" ? `spread(${share})` : `${jitter}Jitter`] : []),
  ];
  const first = `${source}(${figuresOf(knobs).join(", ")})`;
  const names = [source, ...modifiers.map((modifier) => modifier.replace(/\(.*/, ""))];
  if (modifiers.length === 0) return { names, expression: first };
  return { names: [...names, "schedule"], expression: `schedule(${[first, ...modifiers].join(", ")})` };
}

const figuresOf = ({ source, base, increment, factor, exponent, cap }: Knobs): readonly string[] =>
  ({
    fixed: [quoted(base)],
    linear: [quoted(base), quoted(increment)],
    exponential: [quoted(base), String(factor)],
    fibonacci: [quoted(base)],
    polynomial: [quoted(base), String(exponent)],
    decorrelated: cap === Infinity ? [quoted(base)] : [quoted(base), quoted(cap)],
  })[source];

const quoted = (millis: number): string => JSON.stringify(formatMillis(millis));
