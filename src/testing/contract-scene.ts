import type { Envelope, PublishOptions } from "../transport/envelope.ts";
import type { QueueSpec, Transport } from "../transport/transport.ts";
import { must, TransportContractError } from "./contract-error.ts";
import { hand, type Hand, type HandOptions, type Held } from "./contract-hand.ts";
import type { ContractTime } from "./contract-time.ts";

/** What a clause plays with: a transport and a queue of its own, and time. */
export interface Scene {
  readonly transport: Transport;
  readonly time: ContractTime;
  /** The length of time that all others are multiples of, in milliseconds. */
  readonly unit: number;
  /** For how long a delivery is held, in milliseconds; a transport that holds by connection never lets go by itself. */
  readonly lease: number;
  readonly queue: string;
  /** Where the dead letters of the queue go. */
  readonly dead: string;
  /** Makes the queue, in another way than the usual one if need be. */
  readonly open: (spec?: Partial<QueueSpec>) => Promise<void>;
  readonly send: (id: string, rest?: Partial<Envelope>, options?: PublishOptions) => Promise<Envelope>;
  /** Begins to consume; what is held at the end is let go of. */
  readonly hand: (options?: HandOptions & { readonly queue?: string }) => Hand;
  /** Waits until something is so. */
  readonly until: (what: string, holds: () => boolean) => Promise<void>;
  /** The delivery of that number, from 1, once it has come. */
  readonly nth: (by: Hand, number: number) => Promise<Held>;
  /** Waits for longer than any lease or delay in use, and sees that no more than so many deliveries have come. */
  readonly noMoreThan: (by: Hand, number: number) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Leases and waits, in units: with these a run in real time stays short, and no two of them are near each other. */
const LEASE = 4;
const LONGEST_WAIT = 40;
const QUIET = 10;

/** A scene on a transport that is made for it. */
export function sceneOn(transport: Transport, time: ContractTime, leastUnit: number): Scene {
  const { lease, delayResolution } = transport.capabilities;
  const unit = Math.max(leastUnit, 2 * delayResolution);
  const queue = `contract ${crypto.randomUUID()}`;
  const dead = `${queue} dead`;
  const hands: Hand[] = [];
  const wanted = transport.open === undefined || lease === "connection" ? undefined : Math.min(LEASE * unit, lease.max);
  const held = lease === "connection" ? Infinity : (wanted ?? lease.default);

  const until = async (what: string, holds: () => boolean): Promise<void> => {
    const [step, end] = [unit / 20, time.now() + LONGEST_WAIT * unit + (Number.isFinite(held) ? 2 * held : 0)];
    await time.pass(0);
    while (!holds()) {
      must(time.now() < end, `${what} is waited for in vain`);
      await time.pass(step);
    }
  };
  return {
    transport,
    time,
    unit,
    lease: held,
    queue,
    dead,
    open: async (spec = {}) => {
      await time.settled(
        Promise.resolve(transport.open?.([{ name: queue, deadLetters: dead, lease: wanted, ...spec }, { name: dead }])),
      );
    },
    send: async (id, rest = {}, options) => {
      const envelope = letter(id, queue, time.clock.wallNow(), rest);
      await time.settled(transport.publish(envelope, options));
      return envelope;
    },
    hand: ({ queue: from = queue, ...options } = {}) => {
      const made = hand(transport, time, from, options);
      hands.push(made);
      return made;
    },
    until,
    nth: async (by, number) => {
      await until(`delivery ${number}`, () => by.held.length >= number);
      return by.held[number - 1]!;
    },
    noMoreThan: async (by, number) => {
      await time.pass(QUIET * unit + (Number.isFinite(held) ? 2 * held : 0));
      const ids = by.held.slice(number).map(({ delivery }) => delivery.envelope.id);
      must(ids.length === 0, `${JSON.stringify(ids)} came, though nothing was to come`);
    },
    close: async () => {
      for (const { held: all } of hands) for (const { done } of all) done();
      try {
        await time.settled(transport.close());
      } catch (cause) {
        throw new TransportContractError("it cannot be closed", { cause });
      }
    },
  };
}

/** A message, but for what is given. */
function letter(id: string, queue: string, firstSentAt: number, rest: Partial<Envelope>): Envelope {
  return {
    id,
    task: "task",
    queue,
    progress: { attempt: 0, elapsed: 0, previousDelay: 0, firstSentAt },
    notBefore: undefined,
    expiresAt: undefined,
    headers: {},
    body: new TextEncoder().encode(JSON.stringify(id)),
    ...rest,
  };
}
