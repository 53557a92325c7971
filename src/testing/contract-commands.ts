import type { FastCheck, FastCheckArbitrary, FastCheckCommand } from "./contract-fast-check.ts";
import type { Ending, Fault } from "./contract-faults.ts";
import { count, remove } from "./contract-probes.ts";
import type { World } from "./contract-world.ts";

/** What happens to a transport, one thing at a time. The model and the real thing are one world. */
export type Move = FastCheckCommand<World, World>;

const FAULTS: readonly Fault[] = ["none", "none", "none", "answer-lost", "call-lost"];
const ENDINGS: readonly Ending[] = ["ack", "release", "retry", "deadLetter"];

/** Generators of all that may happen. Waits are in tenths of the scene's unit. */
export function moves(fc: FastCheck): FastCheckArbitrary<Move>[] {
  const pick = fc.integer({ min: 0, max: 999 });
  const wait = fc.integer({ min: -30, max: 60 }).map((tenths) => Math.max(tenths, 0));
  const fault = fc.constantFrom(...FAULTS);
  const none = fc.constantFrom(0);
  const inHand = (world: Readonly<World>): boolean => world.hands.length > 0;
  const sends = fc
    .tuple<[number, Fault]>(wait, fault)
    .map(([tenths, how]) => move(`send(${tenths}, ${how})`, (world) => world.send(of(world, tenths), how)));
  const settles = fc
    .tuple<[number, Ending, number, Fault]>(pick, fc.constantFrom(...ENDINGS), wait, fault)
    .map(([one, ending, tenths, how]) =>
      move(
        `${ending}(${one}, ${tenths}, ${how})`,
        (world) => world.settle(one, ending, of(world, tenths), how),
        inHand,
      ),
    );
  const passes = wait.map((tenths) => move(`pass(${tenths})`, (world) => world.pass(of(world, tenths))));
  const extensions = pick.map((one) => move(`extend(${one})`, (world) => world.extend(one), inHand));
  return [
    ...often(8, sends),
    ...often(20, settles),
    ...often(4, passes),
    ...often(4, extensions),
    pick.map((one) => move(`fail(${one})`, async (world) => world.fail(one), inHand)),
    pick.map((one) => move(`remove(${one})`, (world) => remove(world, one))),
    none.map(() => move("count", count)),
    none.map(() => move("die", (world) => world.die())),
    none.map(() => move("drain", (world) => world.drain())),
    fc
      .integer({ min: -50, max: 50 })
      .map((tenths) => move(`jump(${tenths})`, async (world) => world.jump(of(world, tenths)))),
  ];
}

/** Each is drawn as often as it stands in the list. */
const often = <T>(times: number, one: T): readonly T[] => Array.from({ length: times }, () => one);

const of = ({ scene }: World, tenths: number): number => (tenths * scene.unit) / 10;

/** A move, after which everything that is due has come. */
function move(name: string, play: (world: World) => Promise<void>, check: Move["check"] = () => true): Move {
  return {
    check,
    run: async (world) => {
      await play(world);
      await world.pass(0);
    },
    toString: () => name,
  };
}
