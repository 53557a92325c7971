import type { Message } from "./memory-message.ts";

/**
 * Messages by the time that stands in them, first come first among equals: a binary heap in which each knows its place.
 *
 * Not the engine's queue of sleepers, which holds a function for each: here a million may wait.
 */
export class Heap {
  readonly #heap: Message[] = [];

  get first(): Message | undefined {
    return this.#heap[0];
  }

  add(message: Message): void {
    this.#rise(message, this.#heap.push(message) - 1);
  }

  remove(message: Message): void {
    const { place } = message;
    const last = this.#heap.pop()!;
    message.place = -1;
    if (last !== message) this.#rise(last, this.#sink(last, place));
  }

  clear(): void {
    this.#heap.length = 0;
  }

  [Symbol.iterator](): Iterator<Message> {
    return this.#heap.values();
  }

  #put(message: Message, place: number): void {
    this.#heap[place] = message;
    message.place = place;
  }

  #rise(message: Message, from: number): void {
    let place = from;
    for (
      let parent = (place - 1) >> 1;
      place > 0 && isBefore(message, this.#heap[parent]!);
      parent = (place - 1) >> 1
    ) {
      this.#put(this.#heap[parent]!, place);
      place = parent;
    }
    this.#put(message, place);
  }

  #sink(message: Message, from: number): number {
    const heap = this.#heap;
    let place = from;
    for (;;) {
      let child = 2 * place + 1;
      if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child++;
      if (child >= heap.length || !isBefore(heap[child]!, message)) return place;
      this.#put(heap[child]!, place);
      place = child;
    }
  }
}

const isBefore = (a: Message, b: Message): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);
