/** Milliseconds of the units the sample counts in. */
export const minuteMs = 60_000;
export const hourMs = 3_600_000;
export const dayMs = 86_400_000;

/** What would fall between midnight and 7 happens 8 hours later. */
export function awake(time: number): number {
  return hourOfDay(time) < 7 ? time + 8 * hourMs : time;
}

/** Moves into Monday to Friday, 9 to 18, forward, keeping the minutes; CRM times are whole minutes. */
export function atWork(time: number): number {
  let moved = Math.ceil(time / minuteMs) * minuteMs;
  const hour = hourOfDay(moved);
  if (hour < 9) moved += 9 * hourMs;
  else if (hour >= 18) moved += 15 * hourMs;
  while (weekday(moved) === 0 || weekday(moved) === 6) moved += dayMs;
  return moved;
}

/** Midnight UTC of a time's day. */
export function startOfDay(time: number): number {
  return Math.floor(time / dayMs) * dayMs;
}

/** 0 = Sunday; 1 January 1970 was a Thursday. */
export function weekday(time: number): number {
  return (((Math.floor(time / dayMs) + 4) % 7) + 7) % 7;
}

/** Where the product's users live; their weeks show in local time. */
export const sampleZone = 'Europe/Berlin';

/**
 * What a clock in `sampleZone` is ahead of UTC at midnight of a day: two hours in summer. By the rule that holds since
 * 1996, so that no engine's table of zones can change the sample.
 */
export function zoneAheadMs(midnight: number): number {
  const year = new Date(midnight).getUTCFullYear();
  const summer = midnight > lastSunday(year, 2) && midnight <= lastSunday(year, 9);
  return (summer ? 2 : 1) * hourMs;
}

function lastSunday(year: number, month: number): number {
  const end = Date.UTC(year, month + 1, 0);
  return end - weekday(end) * dayMs;
}

function hourOfDay(time: number): number {
  return Math.floor((((time % dayMs) + dayMs) % dayMs) / hourMs);
}
