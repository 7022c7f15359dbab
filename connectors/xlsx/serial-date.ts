import type { NumberKind } from './number-format.js';

const dayMs = 86_400_000;
/** 9999-12-31: the last day that workbooks have. */
const lastDay1900 = 2_958_465;
/** Days by which the count from 1904 lies behind. */
const days1904 = 1462;
/** 1899-12-30 in days from 1970: what makes the count right from 1900-03-01 on. */
const zeroDay = -25_569;

/**
 * A day number of a workbook as text without a zone, to the nearest millisecond; null when it is no date that ever was.
 * The count from 1900 has a 29 February 1900 (serial 60), which the calendar has not: days before it are one off.
 */
export function serialText(serial: number, kind: NumberKind, is1904: boolean): string | null {
  if (!(serial >= 0) || serial >= lastDay1900 + 1) return null;
  const inMs = Math.round(serial * dayMs);
  if (kind === 'duration') return clock(inMs);
  const isTime = kind === 'time' || kind === 'instant';
  if (serial < 1 && (kind === 'time' || !is1904)) return clock(inMs % dayMs);
  const serialDay = Math.floor(inMs / dayMs);
  const ms = inMs - serialDay * dayMs;
  let day = serialDay + zeroDay + (is1904 ? days1904 : 0);
  if (!is1904 && serialDay <= 60) {
    if (serialDay === 60) return null;
    day++;
  }
  if (day > lastDay1900 + zeroDay) return null;
  const date = dayText(day);
  return ms === 0 && !isTime ? date : `${date}T${clock(ms)}`;
}

const dayTexts = new Map<number, string>();

/** `2026-01-05` of a day from 1970. Rows share their days. */
function dayText(day: number): string {
  let text = dayTexts.get(day);
  if (text === undefined) {
    text = new Date(day * dayMs).toISOString().slice(0, 10);
    // A table of all the days there are has no use for a memory of them.
    if (dayTexts.size === 10_000) dayTexts.clear();
    dayTexts.set(day, text);
  }
  return text;
}

/** `09:05:00`, with milliseconds where there are some; hours go beyond 24. */
function clock(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const rest = ms - seconds * 1000;
  const minutes = Math.floor(seconds / 60);
  const whole = `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}:${two(seconds % 60)}`;
  return rest === 0 ? whole : `${whole}.${String(rest).padStart(3, '0')}`;
}

const twoDigits: readonly string[] = Array.from({ length: 60 }, (_, value) => String(value).padStart(2, '0'));

function two(value: number): string {
  return twoDigits[value] ?? String(value);
}
