import { stringify } from "fast-check";
import { chai, vi } from "vitest";
import type * as node from "../support/host.ts";

// What the tests ask of the platform, where that is a browser: the same as in test/support/host.ts.

// The genuine ones, before anything is faked.
const { MessageChannel } = globalThis;
const { addEventListener } = EventTarget.prototype;
const { removeEventListener } = EventTarget.prototype;

export const turn: typeof node.turn = () =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(0);
  });

const listening = new WeakMap<EventTarget, Set<unknown>>();

// Browsers do not tell who listens.
AbortSignal.prototype.addEventListener = function add(this: AbortSignal, type: string, ...rest: never): void {
  const [listener, options] = rest as [unknown, { once?: boolean } | undefined];
  const those = listening.get(this) ?? new Set();
  listening.set(this, those.add(listener));
  if (options?.once === true) addEventListener.call(this, type, () => those.delete(listener), { once: true });
  addEventListener.call(this, type, ...(rest as [never]));
};
AbortSignal.prototype.removeEventListener = function remove(this: AbortSignal, type: string, ...rest: never): void {
  listening.get(this)?.delete(rest[0]);
  removeEventListener.call(this, type, ...(rest as [never]));
};

export const listeners: typeof node.listeners = (signal) => listening.get(signal)?.size ?? 0;

export const elsewhere: typeof node.elsewhere = (script) => {
  const frame = document.body.appendChild(document.createElement("iframe"));
  return (frame.contentWindow as unknown as { eval: (script: string) => unknown }).eval(script);
};

export const alike: typeof node.alike = (one, other) => chai.util.eql(one, other);

export const shown: typeof node.shown = (value) => stringify(value);

export const blame: typeof node.blame = () => "";

export const reports: typeof node.reports = () => {
  const heard: string[] = [];
  vi.spyOn(globalThis, "reportError").mockImplementation((error) => void heard.push(String(error)));
  return heard;
};

export const breakReports: typeof node.breakReports = () => {
  vi.spyOn(globalThis, "reportError").mockImplementation(() => {
    throw new Error("no reports here");
  });
};

export const strays: typeof node.strays = async (run) => {
  const [errors, rejections] = [overheard("error"), overheard("unhandledrejection")];
  try {
    await run();
    // A page hears of a rejection after its turn, and after the messages that have come by then.
    await new Promise((resolve) => setTimeout(resolve, 0));
    await turn();
  } finally {
    errors.restore();
    rejections.restore();
  }
  return { warnings: errors.heard.map((error) => new Error(String(error))), rejections: rejections.heard };
};

export const uncaught: typeof node.uncaught = async (run) => {
  const { heard, restore } = overheard("error");
  try {
    await run();
  } finally {
    restore();
  }
  return heard;
};

function overheard(type: "error" | "unhandledrejection"): {
  readonly heard: readonly unknown[];
  readonly restore: () => void;
} {
  const heard: unknown[] = [];
  const listener = (event: Event): void => {
    event.preventDefault();
    event.stopImmediatePropagation();
    heard.push(type === "error" ? (event as ErrorEvent).error : (event as PromiseRejectionEvent).reason);
  };
  globalThis.addEventListener(type, listener, { capture: true });
  return { heard, restore: () => globalThis.removeEventListener(type, listener, { capture: true }) };
}
