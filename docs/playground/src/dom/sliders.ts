import type { Field } from "../fields.ts";
import { rungOf } from "../ladder.ts";
import { made } from "./find.ts";

/** Sliders for a set of figures. */
export interface Sliders<Key extends string> {
  /** Moves them to these figures, and shows those of the given keys alone. */
  readonly show: (figures: Readonly<Record<Key, number>>, keys?: readonly Key[]) => void;
}

/** One slider for each field, in the host; `moved` is told the figure under the hand. */
export function sliders<Key extends string>(
  host: HTMLElement,
  fields: Readonly<Record<Key, Field>>,
  moved: (key: Key, value: number) => void,
): Sliders<Key> {
  const rows = (Object.entries(fields) as [Key, Field][]).map(([key, field]) => {
    const { ladder, label, spoken } = field;
    const input = made("input", { type: "range", id: key, min: "0", max: String(ladder.length - 1), step: "1" });
    const output = made("output", { htmlFor: key } as object);
    const row = made("div", { className: "slider" }, made("label", { htmlFor: key }, label), output, input);
    input.addEventListener("input", () => moved(key, ladder[Number(input.value)]!));
    host.append(row);
    const show = (value: number, isThere: boolean): void => {
      input.value = String(rungOf(ladder, value));
      input.style.setProperty("--share", String(rungOf(ladder, value) / (ladder.length - 1)));
      input.setAttribute("aria-valuetext", spoken(value));
      output.textContent = spoken(value);
      row.hidden = !isThere;
    };
    return { key, show };
  });
  return {
    show: (figures, keys) => {
      for (const { key, show } of rows) show(figures[key], keys?.includes(key) ?? true);
    },
  };
}
