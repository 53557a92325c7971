import { KNOB_FIELDS, POLICY_FIELDS } from "../fields.ts";
import { type Knobs, knobsOf, notationOf, SOURCES, USUAL_KNOBS } from "../knobs.ts";
import { type State, typing } from "../state.ts";
import { find, made } from "./find.ts";
import { radios } from "./radios.ts";
import { sliders } from "./sliders.ts";

type KnobKey = keyof typeof KNOB_FIELDS;

const { share, ...GROWTH } = KNOB_FIELDS;
const FIGURES: Readonly<Record<Knobs["source"], readonly KnobKey[]>> = {
  fixed: ["base", "cap"],
  linear: ["base", "increment", "cap"],
  exponential: ["base", "factor", "cap"],
  fibonacci: ["base", "cap"],
  polynomial: ["base", "exponent", "cap"],
  decorrelated: ["base", "cap"],
};

const JITTERS = { none: ["none"], full: ["full"], equal: ["equal"], spread: ["spread"] } as const;
const BEYOND = "This schedule says more than the sliders hold. Moving one of them begins a new one.";
const BY_ITSELF = "Decorrelated delays draw by themselves.";

/** The sliders of the first tab: they write the notation, and follow what is typed. */
export function scheduleControls(change: (changed: (state: State) => State) => void): (state: State) => void {
  const turn = (turned: Partial<Knobs>): void =>
    change((state) => typing(state, notationOf({ ...held(state), ...turned })));
  const source = find("source", HTMLSelectElement);
  source.append(...SOURCES.map((name) => made("option", { value: name }, name)));
  source.addEventListener("change", () => turn({ source: source.value as Knobs["source"] }));

  const growth = sliders(find("knobs", HTMLElement), GROWTH, (key, value) => turn({ [key]: value }));
  const spread = sliders(find("spread", HTMLElement), { share }, (key, value) => turn({ [key]: value }));
  const segments = document.querySelector<HTMLElement>("#jitter .segments")!;
  const jitter = radios(segments, "jitter", JITTERS, (value) => turn({ jitter: value }));
  const limits = sliders(find("limits", HTMLElement), POLICY_FIELDS, (key, value) =>
    change((state) => ({ ...state, policy: { ...state.policy, [key]: value } })),
  );
  const beyond = find("beyond", HTMLElement);

  return (state) => {
    const knobs = held(state);
    const isItsOwnJitter = knobs.source === "decorrelated";
    source.value = knobs.source;
    growth.show(knobs, FIGURES[knobs.source] as readonly (keyof typeof GROWTH)[]);
    spread.show(knobs, knobs.jitter === "spread" && !isItsOwnJitter ? ["share"] : []);
    jitter.show(isItsOwnJitter ? "none" : knobs.jitter, !isItsOwnJitter);
    limits.show(state.policy);
    beyond.textContent = knobsOf(state.shown) === undefined ? BEYOND : isItsOwnJitter ? BY_ITSELF : "";
  };
}

const held = ({ shown }: State): Knobs => knobsOf(shown) ?? USUAL_KNOBS;
