import fc from "fast-check";
import {
  type Consumer,
  type Delivery,
  type Envelope,
  memoryTransport,
  type MemoryTransport,
  type QueueCounts,
} from "ostinato/transport";
import { type Jumping, jumpingClock } from "../support/jumping-clock.ts";
import { mail } from "./post.ts";

const SETTLEMENTS = ["ack", "release", "retry", "deadLetter"] as const;

/** One thing that happens to a transport; times in seconds, `pick` is one of the deliveries so far. */
export type Step =
  | { readonly kind: "send"; readonly delay: number; readonly priority: number }
  | { readonly kind: (typeof SETTLEMENTS)[number]; readonly pick: number; readonly delay: number }
  | { readonly kind: "extend"; readonly pick: number }
  | { readonly kind: "pass"; readonly delay: number }
  | { readonly kind: "jump"; readonly by: number };

/** A message, or what has taken its place by a retry. */
export interface Copy {
  readonly id: string;
  readonly attempt: number;
  readonly priority: number;
  /** Whether it was sent without a delay. */
  readonly isPrompt: boolean;
  /** From when on it may come, on the clock that never goes back. */
  due: number;
  readonly deliveries: Held[];
}

/** A delivery in a worker's hand; times by the clock that never goes back. */
export interface Held {
  readonly copy: Copy;
  readonly delivery: Delivery;
  readonly at: number;
  /** When the message was due. */
  readonly due: number;
  /** When its lease is over, or when it was settled. */
  until: number;
  by: Step["kind"] | undefined;
  readonly letGo: () => void;
}

/** What a worker tried with a delivery. */
export interface Try {
  readonly isLate: boolean;
  /** Why it was refused, if it was. */
  readonly code: unknown;
  readonly before: QueueCounts;
  readonly after: QueueCounts;
}

/** A transport to which things happen, and what must have become of its messages. */
export interface World {
  readonly transport: MemoryTransport;
  readonly consumer: Consumer;
  readonly now: () => number;
  readonly pass: (delay: number) => Promise<void>;
  readonly copies: Copy[];
  /** All deliveries, in the order of their coming. */
  readonly came: Held[];
  readonly tries: Try[];
  /** Dead letters that have made room for others. */
  readonly dropped: Envelope[];
  readonly settle: (held: Held, kind: Step["kind"], wait: number) => Promise<void>;
}

const LEASE = 10_000;
export const MOST = 3;
export const GRAVES = 4;

/** Histories that a transport may see. */
export const histories = (): fc.Arbitrary<readonly Step[]> => {
  const pick = fc.nat(999);
  const delay = fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 8 }));
  const priority = fc.nat(1);
  const steps: readonly fc.WeightedArbitrary<Step>[] = [
    { weight: 5, arbitrary: fc.record({ kind: fc.constant("send"), delay, priority }) },
    { weight: 6, arbitrary: fc.record({ kind: fc.constantFrom(...SETTLEMENTS), pick, delay }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant("extend"), pick }) },
    { weight: 4, arbitrary: fc.record({ kind: fc.constant("pass"), delay: fc.nat(12) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant("jump"), by: fc.integer({ min: -600, max: 600 }) }) },
  ];
  return fc.array(fc.oneof(...steps), { minLength: 5, maxLength: 60, size: "max" });
};

const DEATH = { reason: "rejected", attempts: 1, deliveries: 1, at: 0 } as const;

/** What can be tried with a delivery. */
const TRIES: Readonly<Record<string, (delivery: Delivery, delay: number) => Promise<unknown>>> = {
  ack: (delivery) => delivery.ack(),
  release: (delivery, delay) => delivery.release({ delay }),
  retry: (delivery, delay) => delivery.retry!(nextOf(delivery.envelope), { delay }),
  deadLetter: (delivery) => delivery.deadLetter!(DEATH),
  extend: (delivery) => delivery.extend!(LEASE),
};

const nextOf = (envelope: Envelope): Envelope => ({
  ...envelope,
  progress: { ...envelope.progress, attempt: envelope.progress.attempt + 1 },
});

/** A world in which nothing has happened yet. */
async function newWorld({ clock, virtual }: Jumping): Promise<World> {
  const now = (): number => clock.now();
  const dropped: Envelope[] = [];
  const transport = memoryTransport({
    clock,
    lease: LEASE,
    deadLetterLimit: GRAVES,
    onDrop: (letter) => void dropped.push(letter),
  });
  await transport.open([{ name: "mails", maxDeliveries: MOST }]);
  const came: Held[] = [];
  const copies: Copy[] = [];
  const consumer = transport.consume(
    "mails",
    (delivery) =>
      new Promise((letGo) => {
        const { id, progress } = delivery.envelope;
        const copy = copies.find((each) => each.id === id && each.attempt === progress.attempt)!;
        const held: Held = { copy, delivery, at: now(), due: copy.due, until: now() + LEASE, by: undefined, letGo };
        copy.deliveries.push(held);
        came.push(held);
      }),
    { concurrency: 3, onError: () => {} },
  );
  const tries: Try[] = [];
  const settle: World["settle"] = async (held, kind, wait) => {
    const { copy, delivery } = held;
    const isLate = held.until <= now();
    const before = await transport.counts("mails");
    // Known before it is done, for what is sent may come at once.
    if (kind === "release" && !isLate) copy.due = now() + wait;
    if (kind === "retry" && !isLate)
      copies.push({ ...copy, attempt: copy.attempt + 1, due: now() + wait, deliveries: [] });
    const code = await TRIES[kind]!(delivery, wait).then(
      () => undefined,
      (error: { readonly code?: unknown }) => error.code,
    );
    tries.push({ isLate, code, before, after: await transport.counts("mails") });
    if (code !== undefined) return;
    if (kind === "extend") return void (held.until = now() + LEASE);
    [held.by, held.until] = [kind, now()];
    held.letGo();
  };
  const pass = (delay: number): Promise<void> => virtual.advance(delay);
  return { transport, consumer, now, pass, copies, came, tries, dropped, settle };
}

/** Lets a history happen, and looks after each step. */
export async function played(steps: readonly Step[], look: (world: World) => unknown = () => {}): Promise<World> {
  const time = jumpingClock();
  const world = await newWorld(time);
  const { transport, copies, came } = world;
  for (const step of steps) {
    switch (step.kind) {
      case "send": {
        const [id, delay] = [String(copies.length), step.delay * 1_000];
        const { priority } = step;
        copies.push({ id, attempt: 0, priority, isPrompt: delay === 0, due: world.now() + delay, deliveries: [] });
        await transport.publish(mail(id, { priority }), { delay });
        break;
      }
      case "pass":
        await world.pass(step.delay * 1_000);
        break;
      case "jump":
        time.jump(step.by * 1_000);
        break;
      default: {
        // Mostly one of the last, which may still be settled.
        const among = step.pick % 3 === 0 ? came : came.slice(-3);
        const held = among[step.pick % among.length];
        if (held !== undefined) await world.settle(held, step.kind, "delay" in step ? step.delay * 1_000 : 0);
      }
    }
    await awake(world);
    await look(world);
  }
  return world;
}

/** Whoever has nothing to settle any more is free for another message. */
export async function awake({ came, now, pass }: World): Promise<void> {
  for (const { until, letGo } of came) if (until <= now()) letGo();
  await pass(0);
}

/** Acknowledges whatever comes, until nothing is left. */
export async function finished(steps: readonly Step[]): Promise<World> {
  const world = await played(steps);
  const { came, settle, pass, now } = world;
  for (let round = 0; round < 100; round++) {
    for (const held of came) if (held.until > now()) await settle(held, "ack", 0);
    await awake(world);
    await pass(1_000);
  }
  return world;
}
