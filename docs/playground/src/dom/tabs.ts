import { type Tab, TABS } from "../state.ts";
import { find } from "./find.ts";

const MOVES: Readonly<Record<string, (index: number) => number>> = {
  ArrowRight: (index) => (index + 1) % TABS.length,
  ArrowLeft: (index) => (index + TABS.length - 1) % TABS.length,
  Home: () => 0,
  End: () => TABS.length - 1,
};

/** Tabs that arrow keys go through, of which one is in the order of the Tab key. */
export function tabs(chosen: (tab: Tab) => void): (tab: Tab) => void {
  const buttons = TABS.map((tab) => find(`tab-${tab}`, HTMLButtonElement));
  for (const [index, button] of buttons.entries()) {
    button.addEventListener("click", () => chosen(TABS[index]!));
    button.addEventListener("keydown", (event) => {
      const to = MOVES[event.key]?.(index);
      if (to === undefined) return;
      event.preventDefault();
      chosen(TABS[to]!);
      buttons[to]!.focus();
    });
  }
  return (shown) => {
    for (const [index, tab] of TABS.entries()) {
      buttons[index]!.setAttribute("aria-selected", String(tab === shown));
      buttons[index]!.tabIndex = tab === shown ? 0 : -1;
      find(`panel-${tab}`, HTMLElement).hidden = tab !== shown;
    }
  };
}
