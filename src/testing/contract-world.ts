import { deadLetterTo } from "../transport/dead-letter.ts";
import { must } from "./contract-error.ts";
import { mustBeLost } from "./contract-clause.ts";
import { type Ending, type Fault, type InHand, trySettling } from "./contract-faults.ts";
import type { Hand } from "./contract-hand.ts";
import { Ledger } from "./contract-ledger.ts";
import type { Scene } from "./contract-scene.ts";

/** A transport under faults, beside the model of what must have become of its messages. */
export class World {
  readonly scene: Scene;
  readonly ledger: Ledger;
  /** Deliveries that a worker still has, whether they can be settled or not. */
  hands: InHand[] = [];
  /** Who has died, and of what; but not those who have come too often. */
  readonly deaths: string[] = [];
  #hand: Hand;
  /** How many deliveries of the hand the ledger knows. */
  #seen = 0;
  #sent = 0;

  constructor(scene: Scene, maxDeliveries: number) {
    const { time, lease, unit, transport } = scene;
    const { delayResolution, deliveryCount } = transport.capabilities;
    const late = delayResolution + (time.isVirtual ? 2 : 20 * unit);
    const countsExactly = deliveryCount === "exact";
    this.scene = scene;
    this.ledger = new Ledger({ lease, early: 2, late, countsExactly, maxDeliveries });
    this.#hand = scene.hand({ concurrency: 1_000 });
  }

  /** Whether what a dead worker held comes again while the transport is open. */
  get forgives(): boolean {
    return this.scene.lease < Infinity;
  }

  async pass(delay: number): Promise<void> {
    const { time } = this.scene;
    await time.pass(delay);
    for (const held of this.#hand.held.slice(this.#seen)) this.hands.push({ copy: this.ledger.came(held), held });
    this.#seen = this.#hand.held.length;
    this.ledger.check(time.now());
  }

  /** Sends a message, or the next attempt of one. */
  async send(wait: number, fault: Fault, after?: InHand): Promise<void> {
    if (fault === "call-lost") return;
    const { scene, ledger } = this;
    const { maxPublishDelay, dedupeWindow } = scene.transport.capabilities;
    const delay = Math.min(wait, maxPublishDelay);
    const id = after?.copy.id ?? `m${this.mark()}`;
    const attempt = after === undefined ? 0 : after.copy.attempt + 1;
    const dedupeKey = `${id}:${attempt}:${this.mark()}`;
    const progress = { attempt, elapsed: 0, previousDelay: wait, firstSentAt: 0 };
    // Whoever gets no answer sends again, and the key tells that it is the same.
    for (let time = 0; time < (fault === "answer-lost" ? 2 : 1); time++) {
      const mark = this.mark();
      if (time === 0 || dedupeWindow === 0) ledger.sent(id, attempt, mark, scene.time.now() + delay);
      await scene.send(id, { progress, headers: { mark } }, { delay, dedupeKey });
    }
  }

  /** What no other copy bears. */
  mark(): string {
    return String(++this.#sent);
  }

  async settle(pick: number, ending: Ending, wait: number, fault: Fault): Promise<void> {
    const one = this.#picked(pick);
    if (fault === "call-lost" && this.forgives) return;
    await this.#byHand(one, ending, wait, fault);
    const settled = await trySettling(this, one, ending, wait);
    if (fault === "answer-lost") await mustBeLost("what was settled", () => one.held.delivery.ack());
    if (!settled) return;
    if (ending === "deadLetter" && one.held.delivery.deadLetter !== undefined)
      this.deaths.push(`${one.copy.id} rejected`);
    one.held.done();
  }

  /** What a delivery cannot do in one step is done in two: first the new message, then the acknowledgement. */
  async #byHand(one: InHand, ending: Ending, wait: number, fault: Fault): Promise<void> {
    const { delivery } = one.held;
    if (ending === "retry" && delivery.retry === undefined) await this.send(wait, fault, one);
    if (ending !== "deadLetter" || delivery.deadLetter !== undefined) return;
    const { transport, dead, time } = this.scene;
    const death = { reason: "rejected", attempts: 1, deliveries: one.copy.count, at: 0 } as const;
    await time.settled(transport.publish(deadLetterTo(dead, delivery.envelope, death)));
    this.deaths.push(`${one.copy.id} rejected`);
  }

  async extend(pick: number): Promise<void> {
    const { copy, held } = this.#picked(pick);
    const { time, lease } = this.scene;
    const { delivery } = held;
    if (delivery.extend === undefined) return;
    const may = this.ledger.canSettle(copy, held, time.now());
    if (may === "no") return mustBeLost("extend", () => delivery.extend!(lease));
    const extended = await time.settled(
      delivery.extend(lease).then(
        () => true,
        () => false,
      ),
    );
    must(extended || may === "maybe", `the lease of "${copy.id}" cannot be extended`);
    if (extended) copy.at = time.now() + lease;
  }

  /** A worker ends without a word: it will never settle what it has. */
  fail(pick: number): void {
    if (!this.forgives) return;
    const one = this.#picked(pick);
    one.held.done();
    this.hands = this.hands.filter((other) => other !== one);
  }

  /** All workers are gone at once, and others come. */
  async die(): Promise<void> {
    if (!this.forgives) return this.drain();
    const left = this.#hand.consumer.drain({ signal: AbortSignal.abort() });
    await this.scene.time.settled(left.catch(() => {}));
    this.hands = [];
    this.#anew();
    await this.pass(0);
  }

  /** All workers finish what they have, and others come. */
  async drain(): Promise<void> {
    const drained = this.#hand.consumer.drain();
    const came = this.#hand.held.length;
    for (const [index, one] of this.hands.entries()) {
      if (this.ledger.canSettle(one.copy, one.held, this.scene.time.now()) === "yes")
        await trySettling(this, one, index % 2 === 0 ? "ack" : "release", 0);
    }
    for (const { done } of this.#hand.held) done();
    await this.scene.time.settled(drained);
    must(this.#hand.held.length === came, "a consumer that drains is given more");
    this.hands = [];
    this.#anew();
    await this.pass(0);
  }

  #anew(): void {
    this.#hand = this.scene.hand({ concurrency: 1_000 });
    this.#seen = 0;
  }

  jump(by: number): void {
    if (!this.scene.time.isVirtual) return;
    this.scene.time.jump(by);
    this.ledger.drift += Math.abs(by);
  }

  /** One of those at hand: mostly one that can still be settled, sometimes any. */
  #picked(pick: number): InHand {
    const now = this.scene.time.now();
    const live = this.hands.filter(({ copy, held }) => this.ledger.canSettle(copy, held, now) !== "no");
    const from = pick % 4 === 0 || live.length === 0 ? this.hands : live;
    return from[pick % from.length]!;
  }
}
