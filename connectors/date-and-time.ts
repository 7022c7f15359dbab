// Spreadsheets keep a day as its midnight, and a time of day on the day they count from.
const MIDNIGHT = /^(\d{4}-\d\d-\d\d)[T ]00:00(?::00(?:\.0+)?)?Z?$/;
const DAY_ZERO = /^(?:1899-12-3[01]|1900-01-0[01]|1904-01-01)[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)Z?$/;

/** A day and a time of day from two columns as one text; without a day there is none, without a time the day alone. */
export function joinDateTime(date: string | null, time: string | null): string | null {
  if (date === null) return null;
  const day = MIDNIGHT.exec(date)?.[1] ?? date;
  return time === null ? day : `${day} ${DAY_ZERO.exec(time)?.[1] ?? time}`;
}
