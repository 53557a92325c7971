import type { Clock } from "../engine/clock.ts";
import type { Transport } from "../transport/transport.ts";
import { finish } from "./contract-probes.ts";
import { type Scene, sceneOn } from "./contract-scene.ts";
import { realTime, virtualTime } from "./contract-time.ts";
import { World } from "./contract-world.ts";

/** What a transport is made with; one that takes the clock is examined in virtual time. */
export interface ContractOffer {
  readonly clock: Clock;
}

/** Makes a transport, on a broker that is there. */
export type MakeTransport = (offer: ContractOffer) => Transport | Promise<Transport>;

/** Makes a transport, plays on it, and closes it. */
export async function staged<T>(
  make: MakeTransport,
  unit: number | undefined,
  play: (scene: Scene) => Promise<T>,
): Promise<T> {
  const virtual = virtualTime();
  let isVirtual = false;
  const transport = await make({
    get clock() {
      isVirtual = true;
      return virtual.clock;
    },
  });
  const made = sceneOn(transport, isVirtual ? virtual : realTime(), unit ?? (isVirtual ? 1_000 : 50));
  try {
    const played = await play(made);
    await made.close();
    return played;
  } catch (error) {
    // What went wrong first is what counts.
    await made.close().catch(() => {});
    throw error;
  }
}

/** Plays a history with faults on a queue that keeps to so many deliveries, and waits until all has come to its end. */
export async function history(on: Scene, most: number, play: (world: World) => Promise<void>): Promise<void> {
  const isCapped = on.transport.capabilities.maxDeliveries === "native" && most < Infinity;
  await on.open(isCapped ? { maxDeliveries: most } : {});
  const world = new World(on, isCapped ? most : Infinity);
  await play(world);
  await finish(world);
}
