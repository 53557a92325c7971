import { reading } from "../reading.ts";
import { LONGEST_NOTATION } from "../state.ts";
import { find } from "./find.ts";

/** The field for the notation, and under it the place of a mistake. */
export function notationField(typed: (text: string) => void): (text: string) => void {
  const [field, pointer] = [find("notation", HTMLInputElement), find("pointer", HTMLPreElement)];
  const complaint = find("complaint", HTMLElement);
  field.maxLength = LONGEST_NOTATION;
  const follow = (): void => {
    pointer.scrollLeft = field.scrollLeft;
  };
  field.addEventListener("input", () => typed(field.value));
  field.addEventListener("scroll", follow);
  return (text) => {
    // Written only where it differs, so that the caret stays.
    if (field.value !== text) field.value = text;
    const wrong = reading(text).complaint;
    const { position, length = 0 } = wrong ?? {};
    field.setAttribute("aria-invalid", String(wrong !== undefined));
    // As wide as the whole text, so that it scrolls as far as the field.
    pointer.textContent = position === undefined ? "" : (" ".repeat(position) + "^".repeat(length)).padEnd(text.length);
    complaint.textContent =
      wrong === undefined ? "" : wrong.message + (position === undefined ? "" : ` (at character ${position + 1})`);
    follow();
  };
}
