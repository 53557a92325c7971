import { address } from "./dom/address.ts";
import { copies } from "./dom/copy.ts";
import { find, made } from "./dom/find.ts";
import { fleetPanel } from "./dom/fleet-panel.ts";
import { notationField } from "./dom/notation-field.ts";
import { scheduleControls } from "./dom/schedule-controls.ts";
import { schedulePanel } from "./dom/schedule-panel.ts";
import { tabs } from "./dom/tabs.ts";
import { hashOf, linked } from "./link.ts";
import { type State, typing } from "./state.ts";

let state: State;

const showTab = tabs((tab) => change((before) => ({ ...before, tab }), true));
const showField = notationField((text) => change((before) => typing(before, text)));
const showControls = scheduleControls((changed) => change(changed));
const showSchedule = schedulePanel();
const showFleet = fleetPanel((changed) => change(changed));
const { keep } = address(go);

for (const example of document.querySelectorAll<HTMLButtonElement>(".examples button"))
  example.addEventListener("click", () => change((before) => typing(before, example.textContent), true));
// What is let go of is kept at once.
document.addEventListener("change", () => keep(hashOf(state), true));
copies("copy-link", () => new URL(hashOf(state), location.href).href);
go(location.hash);

function change(changed: (before: State) => State, now = false): void {
  state = changed(state);
  complain([]);
  show();
  keep(hashOf(state), now);
}

function go(hash: string): void {
  const { state: said, complaints } = linked(hash);
  state = said;
  complain(complaints);
  show();
}

function show(): void {
  showTab(state.tab);
  showField(state.typed);
  showControls(state);
  if (state.tab === "schedule") showSchedule(state);
  else showFleet(state);
}

function complain(complaints: readonly string[]): void {
  const notice = find("notice", HTMLElement);
  if (complaints.length === 0) return notice.replaceChildren();
  const list = made("ul", {}, ...complaints.map((complaint) => made("li", {}, complaint)));
  const sentence = "This link could not be read whole. The usual stands in the place of what could not:";
  return notice.replaceChildren(made("p", {}, sentence), list);
}
