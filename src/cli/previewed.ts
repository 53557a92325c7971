import { preview as rowsOf, type PreviewRow } from "../core/preview.ts";
import type { Schedule } from "../core/schedule.ts";
import type { Given } from "./arguments.ts";
import { type Waits, withMeans } from "./envelope.ts";
import { randomIn } from "./option-values.ts";
import { policyIn } from "./policy-in.ts";
import type { World } from "./world.ts";

/** What `ostinato preview` shows. */
export interface Preview {
  readonly schedule: Schedule;
  readonly attempts: number;
  readonly rows: readonly (PreviewRow & Waits)[];
  /** Whether the means were estimated. */
  readonly approximate: boolean;
  /** As it was written. */
  readonly seed: string | undefined;
}

const USUAL = 10;

/** @throws InvalidOptionError or UsageError, which name the option */
export async function previewed(given: Given, world: World): Promise<Preview> {
  const { schedule, attempts: limit } = await policyIn(given, world, { attempts: USUAL });
  const attempts = limit === Infinity && !given.flag("attempts") ? USUAL : limit;
  const random = randomIn(given);
  const rows = rowsOf(schedule, random === undefined ? { attempts } : { attempts, random });
  return { schedule, attempts, ...withMeans(schedule, rows), seed: given.value("seed") };
}
