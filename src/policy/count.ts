/** Whether a value counts attempts: a whole number ≥ 1, or `Infinity` for no limit. */
export const isCount = (value: unknown): boolean =>
  value === Infinity || (Number.isSafeInteger(value) && (value as number) >= 1);
