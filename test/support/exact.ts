/** A number held exactly, or to 400 bits: `mantissa · 2^exponent`. */
export interface Exact {
  readonly mantissa: bigint;
  readonly exponent: number;
}

const BITS = 400;

/** The very value of a finite double ≥ 0. */
export function exact(value: number): Exact {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const fraction = bits & ((1n << 52n) - 1n);
  const power = Number(bits >> 52n);
  if (power === 0) return { mantissa: fraction, exponent: -1_074 };
  return { mantissa: fraction | (1n << 52n), exponent: power - 1_075 };
}

export const product = (a: Exact, b: Exact): Exact =>
  shortened({ mantissa: a.mantissa * b.mantissa, exponent: a.exponent + b.exponent });

export function sum(a: Exact, b: Exact): Exact {
  const exponent = Math.min(a.exponent, b.exponent);
  const aligned = ({ mantissa, exponent: own }: Exact): bigint => mantissa << BigInt(own - exponent);
  return shortened({ mantissa: aligned(a) + aligned(b), exponent });
}

/** A whole power, by squaring. */
export function power(base: Exact, times: number): Exact {
  if (times === 0) return exact(1);
  const root = power(product(base, base), Math.floor(times / 2));
  return times % 2 === 1 ? product(root, base) : root;
}

/** How far a double lies from an exact value, in units of its last place. */
export function lastPlaces(value: number, { mantissa, exponent }: Exact): number {
  const own = exact(value);
  const shift = own.exponent - exponent;
  const apart = shift >= 0 ? (own.mantissa << BigInt(shift)) - mantissa : own.mantissa - (mantissa << BigInt(-shift));
  const places = shift >= 0 ? Number((apart * 1_000n) / (1n << BigInt(shift))) / 1_000 : Number(apart);
  return Math.abs(places);
}

function shortened({ mantissa, exponent }: Exact): Exact {
  const surplus = mantissa.toString(2).length - BITS;
  return surplus > 0 ? { mantissa: mantissa >> BigInt(surplus), exponent: exponent + surplus } : { mantissa, exponent };
}
