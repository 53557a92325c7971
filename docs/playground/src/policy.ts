import { parseSchedule, type Policy, policy } from "ostinato";
import type { State } from "./state.ts";

/** The policy that the page shows. */
export const policyOf = ({ shown, policy: figures }: Pick<State, "shown" | "policy">): Policy =>
  policy({ ...figures, schedule: parseSchedule(shown) });
