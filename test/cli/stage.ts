import { command } from "../../src/cli/command.ts";
import type { Child, ChildEnd, World } from "../../src/cli/world.ts";
import { virtualClock, type VirtualClock } from "../../src/testing/virtual-clock.ts";

/** What a child does: it ends by itself after so many milliseconds, or not, and it ends at the signals that it heeds. */
export interface Part {
  readonly end?: ChildEnd;
  readonly after?: number;
  readonly heeds?: Readonly<Partial<Record<NodeJS.Signals, ChildEnd & { readonly after?: number }>>>;
}

export const exits = (code: number, after = 0): Part => ({ end: { kind: "exit", code }, after });
export const killed = (signal: NodeJS.Signals): Part => ({ end: { kind: "signal", signal } });
export const unstartable = (code: string): Part => ({ end: { kind: "unstartable", code } });
export const hangs = (heeds: Part["heeds"] = { SIGTERM: { kind: "signal", signal: "SIGTERM" } }): Part => ({ heeds });

/** A world in virtual time whose children play their parts, one after the other, and the command in it. */
export interface Stage {
  readonly world: World;
  readonly clock: VirtualClock;
  /** When which command line was started, and when which signal was sent to a child. */
  readonly events: string[];
  readonly out: () => string;
  readonly err: () => string;
  /** A signal to this process; answers how many listened. */
  readonly signal: (name: NodeJS.Signals) => number;
  /** Begins, without moving time. */
  readonly begin: (...args: string[]) => Promise<number>;
  /** Begins, and moves time until the end. */
  readonly play: (...args: string[]) => Promise<number>;
}

export function stage(parts: readonly Part[] = [], settings: Partial<World> = {}): Stage {
  const clock = virtualClock();
  const [out, err, events] = [[], [], []] as [string[], string[], string[]];
  const listeners = new Set<(name: NodeJS.Signals) => void>();
  const script = [...parts];
  const world: World = {
    version: () => "1.2.3",
    env: {},
    stdout: { write: (text) => out.push(text) },
    stderr: { write: (text) => err.push(text) },
    terminal: false,
    clock,
    read: () => Promise.reject(new Error("no file in this scene")),
    write: () => {
      throw new Error("no disk in this scene");
    },
    spawn: (name, args) => {
      events.push(`${clock.now()} ${[name, ...args].join(" ")}`);
      return played(script.shift()!, clock, events);
    },
    onSignal: (heard) => {
      listeners.add(heard);
      return () => listeners.delete(heard);
    },
    ...settings,
  };
  const begin = (...args: string[]): Promise<number> => command(args, world);
  return {
    world,
    clock,
    events,
    out: () => out.join(""),
    err: () => err.join(""),
    signal: (name) => {
      for (const heard of listeners) heard(name);
      return listeners.size;
    },
    begin,
    play: (...args) => clock.runUntil(begin(...args)),
  };
}

function played({ end, after = 0, heeds = {} }: Part, clock: VirtualClock, events: string[]): Child {
  let over = false;
  let finish = (_end: ChildEnd): void => {};
  const ended = new Promise<ChildEnd>((resolve) => (finish = resolve)).finally(() => (over = true));
  if (end !== undefined) clock.schedule(after, () => finish(end));
  const kill = (signal: NodeJS.Signals): void => {
    if (over) return;
    events.push(`${clock.now()} ${signal}`);
    const answer = heeds[signal];
    if (answer !== undefined) clock.schedule(answer.after ?? 0, () => finish(answer));
  };
  return { ended, kill };
}
