import { rateLimitReset } from "../../src/http/index.ts";

/** Headers as a record. */
export type Fields = Readonly<Record<string, string>>;

/** The wall clock of these tests, in epoch milliseconds and seconds. */
export const wallNow: number = Date.UTC(2026, 9, 21, 7, 28);
export const NOW: number = wallNow / 1_000;

/** What a response with these headers asks to wait, in milliseconds. */
export function wait(headers: Fields, status: number | undefined = 429, header?: string): number | undefined {
  const hint = rateLimitReset({ atMost: Infinity, header });
  return hint({ kind: "rejected-result", value: { status, headers } }, { wallNow })?.delay;
}
