import { isFunction } from "../core/options.ts";
import { InvalidOptionError } from "../core/invalid-option.ts";
import { tell } from "../engine/report.ts";

/** What lets go of a listener. */
export interface CockatielListening {
  /** Lets go of it; a second time does nothing. */
  dispose(): void;
}

/** An event of cockatiel: a function that takes a listener. */
export type CockatielEvent<Data> = (listener: (data: Data) => void) => CockatielListening;

/** An event, and what sets it off. */
export interface Emitter<Data> {
  readonly event: CockatielEvent<Data>;
  /** Tells all listeners; what one throws is reported, and changes nothing. */
  readonly emit: (data: () => Data) => void;
}

/** An event without listeners. */
export function emitter<Data>(name: string): Emitter<Data> {
  const listeners = new Set<{ readonly heard: (data: Data) => void }>();
  return {
    event: (heard) => {
      if (!isFunction(heard)) throw new InvalidOptionError("listener", "a function", heard);
      // An entry of its own, so that a listener who comes twice is told twice and can leave once.
      const entry = { heard };
      listeners.add(entry);
      return { dispose: () => void listeners.delete(entry) };
    },
    emit: (data) => {
      // Those who listen now, and nobody whom one of them brings in.
      const present = Array.from(listeners);
      for (const { heard } of present) tell(name, heard, data);
    },
  };
}
