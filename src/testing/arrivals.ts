import { type Duration, toMillis } from "../core/duration.ts";
import { InvalidOptionError } from "../core/invalid-option.ts";
import { optionsOf } from "../core/options.ts";
import { draw, type Random } from "../core/random.ts";
import { type RandomTime, timeSource } from "./random-time.ts";
import type { VirtualTime } from "./virtual-time.ts";

/**
 * When clients ask: so many requests a second of all clients together, at random instants (an open loop, Poisson); or each
 * client again and again, thinking in between (a closed loop); or each client once, at a random instant of a span.
 */
export type Arrivals = number | { readonly think: RandomTime } | { readonly onceWithin: Duration };

/** Makes requests, from instant 0 on, until `end`; `ask` makes one for a client and tells when it is over. */
export type Crowd = (crowd: {
  readonly clients: number;
  readonly end: number;
  readonly time: VirtualTime;
  readonly random: Random;
  readonly ask: (client: number, over: () => void) => void;
}) => void;

/**
 * The crowd that such arrivals describe.
 *
 * @throws InvalidOptionError when they are none of the three
 */
export function crowdOf(arrivals: unknown): Crowd {
  if (typeof arrivals === "number" && arrivals > 0 && arrivals < Infinity) return open(arrivals / 1_000);
  if (typeof arrivals !== "object" || arrivals === null) throw new InvalidOptionError("arrivals", EXPECTED, arrivals);
  const read = optionsOf(arrivals, "arrivals", ["think", "onceWithin"]);
  const [think, onceWithin] = [read<RandomTime>("think"), read<Duration>("onceWithin")];
  if ((think === undefined) === (onceWithin === undefined))
    throw new InvalidOptionError("arrivals", EXPECTED, think === undefined ? "neither" : "both");
  return think === undefined ? once(toMillis(onceWithin!, "onceWithin")) : closed(timeSource(think, "think"));
}

const EXPECTED = "requests per second > 0, or { think }, or { onceWithin }";

const open =
  (perMilli: number): Crowd =>
  ({ clients, end, time, random, ask }) => {
    const next = (): void => {
      const gap = -Math.log(1 - draw(random)) / perMilli;
      if (time.now() + gap >= end) return;
      time.schedule(gap, () => {
        ask(Math.floor(draw(random) * clients), () => {});
        next();
      });
    };
    next();
  };

const closed =
  (think: (random: Random) => number): Crowd =>
  ({ clients, end, time, random, ask }) => {
    const next = (client: number): void => {
      const pause = think(random);
      if (time.now() + pause >= end) return;
      time.schedule(pause, () => ask(client, () => next(client)));
    };
    for (let client = 0; client < clients; client++) next(client);
  };

const once =
  (span: number): Crowd =>
  ({ clients, time, random, ask }) => {
    for (let client = 0; client < clients; client++) time.schedule(span * draw(random), () => ask(client, () => {}));
  };
