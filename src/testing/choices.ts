/** Something that could have gone otherwise. */
interface Choice {
  readonly what: string;
  readonly chosen: number;
  /** Out of how many. */
  readonly of: number;
}

/** The choices of one run: as planned at first, and the first of all after that. */
export interface Choices {
  /** Which of so many, from 0. */
  readonly pick: (what: string, of: number) => number;
}

/** What was found on one way, and the choices that led there. */
interface Way<Found> {
  readonly found: Found;
  readonly path: readonly Choice[];
}

/** How far to go. */
export interface Reach {
  /** How many ways are gone at the same time. */
  readonly abreast: number;
  /** How many ways there may be. */
  readonly most: number;
  /** What to throw when there are more. */
  readonly tooMany: () => Error;
  /** What to throw when a way is not there when it is gone again. */
  readonly strayed: () => Error;
}

/**
 * Goes every way there is, each once: a way that has ended leaves no choices behind it, so nothing follows from it.
 *
 * @returns what was found on each, in the order of their choices
 */
export async function everyWay<Found>(
  go: (choices: Choices) => Promise<Found>,
  { abreast, most, tooMany, strayed }: Reach,
): Promise<readonly Found[]> {
  const ways: Way<Found>[] = [];
  const open: (readonly Choice[])[] = [[]];
  while (open.length > 0) {
    const next = open.splice(-abreast);
    const gone = await Promise.all(next.map((plan) => alongA(plan, go, strayed)));
    ways.push(...gone);
    if (ways.length > most) throw tooMany();
    for (const [index, { path }] of gone.entries()) open.push(...branches(path, next[index]!.length));
  }
  return ways.toSorted((a, b) => byChoice(a.path, b.path)).map(({ found }) => found);
}

async function alongA<Found>(
  plan: readonly Choice[],
  go: (choices: Choices) => Promise<Found>,
  strayed: () => Error,
): Promise<Way<Found>> {
  const path: Choice[] = [];
  let lost = false;
  const pick = (what: string, of: number): number => {
    const planned = plan[path.length];
    if (planned !== undefined && (planned.what !== what || planned.of !== of)) lost = true;
    const chosen = lost ? 0 : (planned?.chosen ?? 0);
    path.push({ what, chosen, of });
    return chosen;
  };
  const found = await go({ pick });
  if (lost || path.length < plan.length) throw strayed();
  return { found, path };
}

/** What else could have been chosen, from a place on. */
function branches(path: readonly Choice[], from: number): readonly (readonly Choice[])[] {
  return path.slice(from).flatMap(({ what, of }, index) => {
    const before = path.slice(0, from + index);
    return Array.from({ length: of - 1 }, (_, other) => [...before, { what, of, chosen: other + 1 }]);
  });
}

function byChoice(a: readonly Choice[], b: readonly Choice[]): number {
  const place = a.findIndex(({ chosen }, index) => chosen !== b[index]?.chosen);
  return place === -1 ? a.length - b.length : a[place]!.chosen - (b[place]?.chosen ?? -1);
}
