const LONGEST = 512;
const WHOLE = /^[ \t]*0*(\d{1,15})[ \t]*$/;

/**
 * Reads a header that is a whole number and nothing else, or answers undefined. More than fifteen digits are no number
 * either, as in a Structured Field (RFC 9651, 3.3.1); more than 512 characters are not looked at.
 */
export function wholeNumber(text: string | undefined): number | undefined {
  const digits = text === undefined || text.length > LONGEST ? undefined : WHOLE.exec(text)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** Before 2001-09-09T01:46:40Z the epoch had fewer than 10⁹ seconds and 10¹² milliseconds. */
const EPOCH_SECONDS = 1e9;
const EPOCH_MILLIS = 1e12;

/**
 * The milliseconds until a reset that is told as seconds from now, or as an instant in epoch seconds or milliseconds; it
 * does not say which. Below 10⁹, which is 31 years, it is a wait; from 10⁹ an instant in seconds; from 10¹² to 10¹⁵ an
 * instant in milliseconds.
 *
 * @param now epoch milliseconds by the clock of the server
 */
export function untilReset(figure: number, now: number): number {
  if (figure < EPOCH_SECONDS) return figure * 1_000;
  return (figure < EPOCH_MILLIS ? figure * 1_000 : figure) - now;
}
