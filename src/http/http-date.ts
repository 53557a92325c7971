const LONGEST = 128;
const WEEKDAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

const WEEKDAY = `(?<weekday>${WEEKDAYS.join("|")})`;
const MONTH = `(?<month>${MONTHS.join("|")})`;
const TIME = String.raw`(?<hour>\d{2}):(?<minute>\d{2}):(?<second>\d{2})`;

const FORMS = [
  String.raw`${WEEKDAY}, (?<day>\d{2}) ${MONTH} (?<year>\d{4}) ${TIME} GMT`, // IMF-fixdate
  String.raw`(?<weekday>Sun|Mon|Tues|Wednes|Thurs|Fri|Satur)day, (?<day>\d{2})-${MONTH}-(?<year>\d{2}) ${TIME} GMT`, // rfc850-date
  String.raw`${WEEKDAY} ${MONTH} (?<day>\d{2}| \d) ${TIME} (?<year>\d{4})`, // asctime-date
].map((form) => new RegExp(String.raw`^[ \t]*${form}[ \t]*$`));

/**
 * Reads one of the three date forms of HTTP as epoch milliseconds (RFC 9110, 5.6.7), or answers undefined: the day must
 * exist and be the weekday that it claims to be. Linear, and blind to text of more than 128 characters.
 *
 * @param wallNow epoch milliseconds; a year of two digits lies at most 50 years after it
 */
export function parseHttpDate(text: string, wallNow: number): number | undefined {
  const fields = text.length > LONGEST ? undefined : matched(text);
  if (fields === undefined) return undefined;
  const day = Number(fields["day"]);
  const month = MONTHS.indexOf(fields["month"]!);
  const time = timeOfDay(Number(fields["hour"]), Number(fields["minute"]), Number(fields["second"]));
  const digits = fields["year"]!;
  const year = digits.length === 4 ? Number(digits) : century(Number(digits), month, day, time, wallNow);
  const midnight = new Date(startOf(year, month, day));
  const exists =
    midnight.getUTCDate() === day && midnight.getUTCDay() === WEEKDAYS.indexOf(fields["weekday"]!.slice(0, 3));
  return exists && !Number.isNaN(time) ? midnight.getTime() + time : undefined;
}

function matched(text: string): Readonly<Record<string, string>> | undefined {
  for (const form of FORMS) {
    const groups = form.exec(text)?.groups;
    if (groups !== undefined) return groups;
  }
  return undefined;
}

/** A second of 60 is a leap second, which the grammar allows; this clock knows none, so it is the second after. */
function timeOfDay(hour: number, minute: number, second: number): number {
  return hour < 24 && minute < 60 && second <= 60 ? ((hour * 60 + minute) * 60 + second) * 1_000 : NaN;
}

// Not Date.UTC, which takes the years 0 to 99 for 1900 to 1999.
const startOf = (year: number, month: number, day: number): number => new Date(0).setUTCFullYear(year, month, day);

/** The latest year with these last two digits in which the date is not more than 50 years in the future; or NaN. */
function century(year: number, month: number, day: number, time: number, wallNow: number): number {
  const near = CENTURIES.findLast((start) => startOf(start + year - 50, month, day) + time <= wallNow);
  return near === undefined ? NaN : near + year;
}

const CENTURIES = Array.from({ length: 100 }, (_, index) => index * 100);
