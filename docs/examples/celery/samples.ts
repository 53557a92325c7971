import * as adding from "./adding.ts";
import * as advice from "./advice.ts";
import * as automatic from "./automatic.ts";
import * as callbacks from "./callbacks.ts";
import * as configuration from "./configuration.ts";
import * as deadLetters from "./dead-letters.ts";
import * as delays from "./delays.ts";
import * as fetching from "./fetching.ts";
import * as inspecting from "./inspecting.ts";
import * as logging from "./logging.ts";
import * as once from "./once.ts";
import * as orders from "./orders.ts";
import * as outcomes from "./outcomes.ts";
import * as production from "./production.ts";
import * as rateLimit from "./rate-limit.ts";
import * as results from "./results.ts";
import * as retryByHand from "./retry-by-hand.ts";
import * as sending from "./sending.ts";
import * as testing from "./testing.ts";
import * as timeLimits from "./time-limits.ts";

/** Plays in virtual time; answers with what has happened. */
export type Sample = () => unknown;

/** All samples, by the name of their file. */
export const samples: ReadonlyMap<string, Readonly<Record<string, Sample>>> = new Map([
  ["adding.ts", adding],
  ["advice.ts", advice],
  ["automatic.ts", automatic],
  ["callbacks.ts", callbacks],
  ["configuration.ts", configuration],
  ["dead-letters.ts", deadLetters],
  ["delays.ts", delays],
  ["fetching.ts", fetching],
  ["inspecting.ts", inspecting],
  ["logging.ts", logging],
  ["once.ts", once],
  ["orders.ts", orders],
  ["outcomes.ts", outcomes],
  ["production.ts", production],
  ["rate-limit.ts", rateLimit],
  ["results.ts", results],
  ["retry-by-hand.ts", retryByHand],
  ["sending.ts", sending],
  ["testing.ts", testing],
  ["time-limits.ts", timeLimits],
] as [string, Record<string, Sample>][]);
