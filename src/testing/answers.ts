import type { ErrorRecord } from "./error-record.ts";
import { ownParts } from "./own-parts.ts";
import type { Answer } from "./trace.ts";

/** What a function answered, as data. */
export function answerOf(answer: unknown): Answer {
  if (answer === undefined) return {};
  if (typeof answer === "boolean" || (typeof answer === "number" && Number.isFinite(answer))) return { answer };
  const { delay, spread, atMost } = Object(answer) as Record<string, unknown>;
  const figures = [delay, spread, atMost].map(figure);
  if (figures.includes(undefined)) return { useless: typeof answer };
  return { answer: Object.fromEntries(["delay", "spread", "atMost"].map((name, index) => [name, figures[index]!])) };
}

/** The answer again; nonsense comes back as nonsense of another kind, and what was thrown is thrown. */
export function answered(recorded: Answer, revive: (record: ErrorRecord) => unknown): unknown {
  const { answer, threw, useless } = ownParts(recorded);
  if (threw !== undefined) throw revive(threw);
  if (useless !== undefined) return Symbol("useless");
  if (typeof answer !== "object") return answer;
  return Object.fromEntries(Object.entries(answer).map(([name, each]) => [name, Number(each)]));
}

const figure = (value: unknown): number | "Infinity" | undefined =>
  value === Infinity ? "Infinity" : typeof value === "number" && Number.isFinite(value) ? value : undefined;
