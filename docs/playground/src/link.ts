import { type Field, FLEET_FIELDS, type FleetFigures, POLICY_FIELDS, type PolicyFigures, read } from "./fields.ts";
import {
  LONGEST_NOTATION,
  type Scene,
  SCENES,
  type State,
  type Tab,
  TABS,
  typing,
  USUAL,
  USUAL_FLEETS,
} from "./state.ts";

/** What a link says, and what of it cannot be used. */
export interface Linked {
  readonly state: State;
  readonly complaints: readonly string[];
}

const LONGEST = 2_000;
const KEYS = ["tab", "schedule", ...Object.keys(POLICY_FIELDS), "scene", ...Object.keys(FLEET_FIELDS)];

/** The state as the part of an address behind `#`: the policy whole, and of the fleet what is not as usual. */
export function hashOf({ tab, typed, policy, scene, fleet }: State): string {
  const link = new URLSearchParams({ tab, schedule: typed });
  for (const [key, field] of fieldsOf(POLICY_FIELDS)) link.set(key, field.written(policy[key]));
  if (scene !== USUAL.scene) link.set("scene", scene);
  for (const [key, field] of fieldsOf(FLEET_FIELDS))
    if (fleet[key] !== USUAL_FLEETS[scene][key]) link.set(key, field.written(fleet[key]));
  return `#${link}`;
}

/** Reads an address. It may come from anywhere: what cannot be used is complained of, and the usual stands instead. */
export function linked(hash: string): Linked {
  if (hash.length > LONGEST) return { state: USUAL, complaints: [`it has more than ${LONGEST} characters`] };
  const link = new URLSearchParams(hash.replace(/^#/, ""));
  const complaints = [...new Set(link.keys())].flatMap((key) => {
    if (!KEYS.includes(key)) return [`it says ${JSON.stringify(key.slice(0, 40))}, which means nothing here`];
    return link.getAll(key).length > 1 ? [`it says ${key} more than once`] : [];
  });

  const oneOf = <Word extends string>(key: string, words: readonly Word[], usual: Word): Word => {
    const said = link.get(key) ?? usual;
    const known = words.find((word) => word === said);
    if (known === undefined) complaints.push(`${key}: expected ${words.join(" or ")}, got ${JSON.stringify(said)}`);
    return known ?? usual;
  };
  const figuresOf = <Key extends string>(
    fields: Readonly<Record<Key, Field>>,
    usual: Readonly<Record<Key, number>>,
  ): Readonly<Record<Key, number>> => {
    const figures: Record<Key, number> = { ...usual };
    for (const [key, field] of fieldsOf(fields)) {
      const said = link.get(key);
      if (said === null) continue;
      try {
        figures[key] = read(key, field, said);
      } catch (error) {
        complaints.push((error as Error).message);
      }
    }
    return figures;
  };

  const scene = oneOf<Scene>("scene", SCENES, USUAL.scene);
  const state: State = {
    ...USUAL,
    tab: oneOf<Tab>("tab", TABS, USUAL.tab),
    policy: figuresOf<keyof PolicyFigures>(POLICY_FIELDS, USUAL.policy),
    scene,
    fleet: figuresOf<keyof FleetFigures>(FLEET_FIELDS, USUAL_FLEETS[scene]),
  };
  const notation = (link.get("schedule") ?? USUAL.typed).replace(/\s+/g, " ");
  if (notation.length <= LONGEST_NOTATION) return { state: typing(state, notation), complaints };
  return { state, complaints: [...complaints, `schedule: it has more than ${LONGEST_NOTATION} characters`] };
}

const fieldsOf = <Key extends string>(fields: Readonly<Record<Key, Field>>): readonly (readonly [Key, Field])[] =>
  Object.entries(fields) as [Key, Field][];
