import type { Random } from "../core/random.ts";
import type { Failure } from "../policy/failure.ts";
import type { TimeSource } from "./random-time.ts";
import type { VirtualTime } from "./virtual-time.ts";

/** Whoever waits for an answer. Answered once at most: with a failure, or with none. */
export interface Caller {
  answer(failure: Failure | undefined): void;
}

/** A call under way. */
export interface Call {
  /** Told that the caller has left: from now on it gets no answer. */
  leave(): void;
}

/** Something that can be called on behalf of a client; it may answer at once. */
export type Callee = (client: number, caller: Caller) => Call;

/** A callee at the other end of a network: a call and its answer are each under way for some time. */
export function distant(callee: Callee, underWay: TimeSource, time: VirtualTime, random: Random): Callee {
  return (client, caller) => {
    let waiting: Caller | undefined = caller;
    let call: Call | undefined;
    const answer = (failure: Failure | undefined): void => {
      time.schedule(underWay(random), () => waiting?.answer(failure));
    };
    time.schedule(underWay(random), () => {
      call = callee(client, { answer });
      if (waiting === undefined) call.leave();
    });
    return {
      leave: () => {
        waiting = undefined;
        call?.leave();
      },
    };
  };
}
