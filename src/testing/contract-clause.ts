import { must } from "./contract-error.ts";
import type { Capabilities } from "../transport/capabilities.ts";
import type { Delivery } from "../transport/delivery.ts";
import type { Envelope } from "../transport/envelope.ts";
import type { Transport } from "../transport/transport.ts";
import type { Scene } from "./contract-scene.ts";

/** One thing that a transport promises. */
export interface Clause {
  /** A sentence about the transport. */
  readonly name: string;
  /** Whether a transport with these flags promises it; all do unless given. */
  readonly when?: (capabilities: Capabilities, transport: Transport) => boolean;
  readonly play: (scene: Scene) => Promise<void>;
}

/** A way to settle a delivery that the transport has. */
export interface Settlement {
  readonly name: string;
  readonly settle: (delivery: Delivery) => Promise<void>;
}

/** The ways to settle that a delivery has. */
export function settlementsOf(probe: Delivery): readonly Settlement[] {
  return [
    { name: "ack", settle: (delivery) => delivery.ack() },
    { name: "release", settle: (delivery) => delivery.release() },
    ...(probe.retry === undefined ? [] : [{ name: "retry", settle: again }]),
    ...(probe.deadLetter === undefined ? [] : [{ name: "deadLetter", settle: bury }]),
  ];
}

const again = (delivery: Delivery): Promise<void> => delivery.retry!(nextOf(delivery.envelope), {});
const bury = (delivery: Delivery): Promise<void> =>
  delivery.deadLetter!({ reason: "rejected", attempts: 1, deliveries: 1, at: 0 });

/** The message for the attempt after. */
export const nextOf = (envelope: Envelope): Envelope => ({
  ...envelope,
  progress: { ...envelope.progress, attempt: envelope.progress.attempt + 1, previousDelay: 7, elapsed: 11 },
});

/** Settling must fail: the delivery is in nobody's hand. */
export async function mustBeLost(what: string, settle: () => Promise<unknown>): Promise<void> {
  const ended = await settle().then(
    () => "resolves",
    (error: unknown) => codeOf(error),
  );
  must(
    ended === "LEASE_LOST",
    `${what} ${ended === "resolves" ? ended : `rejects with ${ended}`}, not with LEASE_LOST`,
  );
}

export const codeOf = (error: unknown): string =>
  String((error as { readonly code?: unknown } | undefined)?.code ?? error);

/** By how much a timer or a rounded instant may seem early, in milliseconds. */
const NOISE = 2;

/** Something came at the time it was due: not before, and soon enough after. */
export function mustBeOnTime({ time, transport, unit }: Scene, what: string, came: number, due: number): void {
  const late = transport.capabilities.delayResolution + (time.isVirtual ? NOISE : 20 * unit);
  must(came >= due - NOISE, `${what} comes ${due - came} ms early`);
  must(came <= due + late, `${what} comes ${came - due} ms late`);
}
