import { announce } from "./announce.ts";
import { find } from "./find.ts";

const SHOWN_FOR = 2_000;

/** A button that copies a text and says so. */
export function copies(id: string, text: () => string): void {
  const button = find(id, HTMLButtonElement);
  const label = button.textContent;
  button.addEventListener("click", () => {
    navigator.clipboard.writeText(text()).then(
      () => told("Copied", button.dataset["said"]!),
      () => told("Not allowed", "The browser does not let this page copy; select the text instead"),
    );
  });
  const told = (short: string, long: string): void => {
    button.textContent = short;
    announce(long);
    setTimeout(() => {
      button.textContent = label;
    }, SHOWN_FOR);
  };
}
