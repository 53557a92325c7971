import type { FleetFigures, PolicyFigures } from "./fields.ts";
import { notationOf, USUAL_KNOBS } from "./knobs.ts";
import { reading } from "./reading.ts";

export const TABS = ["schedule", "fleet"] as const;
export const SCENES = ["stall", "crowd"] as const;

export type Tab = (typeof TABS)[number];
/** What goes wrong for a fleet: a server stalls, or a crowd comes at once. */
export type Scene = (typeof SCENES)[number];

/** What the page reads of a notation; the longest take it two seconds. */
export const LONGEST_NOTATION = 400;

/** All there is to know of the page. */
export interface State {
  readonly tab: Tab;
  /** What stands in the field, whether or not it can be read. */
  readonly typed: string;
  /** The last notation that could be read: what the figures show. */
  readonly shown: string;
  readonly policy: PolicyFigures;
  readonly scene: Scene;
  readonly fleet: FleetFigures;
}

const STALL: FleetFigures = {
  clients: 1,
  load: 70,
  workers: 10,
  service: 100,
  outage: 10_000,
  capacity: 10,
  perSuccess: 0.1,
};

/** Where each scene begins. */
export const USUAL_FLEETS: Readonly<Record<Scene, FleetFigures>> = {
  stall: STALL,
  crowd: { ...STALL, clients: 200, service: 50 },
};

export const USUAL: State = {
  tab: "schedule",
  typed: notationOf(USUAL_KNOBS),
  shown: notationOf(USUAL_KNOBS),
  policy: { attempts: 10, attemptTimeout: 1_000, totalTimeout: 30_000 },
  scene: "stall",
  fleet: USUAL_FLEETS.stall,
};

/** The state with another text in the field: what cannot be read changes nothing else. */
export const typing = (state: State, typed: string): State =>
  reading(typed).schedule === undefined ? { ...state, typed } : { ...state, typed, shown: typed };
