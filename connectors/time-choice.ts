import { AnalyticsError } from '../worker/protocol/error.js';
import type { PreviewColumn, TimeField } from '../worker/protocol/mapping.js';
import type { ImportLog } from './import-log.js';
import { readHeader } from './mapping/assistant/header.js';
import { findTimeFormat } from './time-format.js';
import { TimeReader } from './time.js';

/** How a source's times are read, and why. */
export interface ChosenTime {
  readonly reader: TimeReader;
  readonly evidence: string;
  readonly zone: string;
  /** Told each text that the reader could not read. */
  noteUnreadable(text: string): void;
  /** Adds what was assumed to the account, once all rows are read. */
  warn(log: ImportLog): void;
}

// Enough to tell a form; day against month is looked for in all texts.
const LOOKED_AT = 500;

/** How the one instant is written that all profiles have. */
export const noTime: TimeField = { index: 0, format: 'epoch-ms', zone: 'UTC' };

/**
 * Chooses how to read the time column: as declared, else by the texts at its beginning.
 * @param texts the column's first texts, empty and missing ones included
 * @throws AnalyticsError `time-unreadable` when no known form fits half of the texts; `mapping-invalid` for a format or
 * zone that cannot be used
 */
export function chooseTime(
  field: TimeField,
  texts: readonly string[],
  missing: ReadonlySet<string>,
  column: string,
): ChosenTime {
  const zone = field.zone ?? 'UTC';
  const values = texts.filter((text) => text.trim() !== '' && !missing.has(text));
  const { format = 'auto' } = field;
  let evidence = 'declared in the mapping';
  let other: TimeReader | null = null;
  let chosen = format;
  if (format === 'auto') {
    const found =
      values.length === 0 ? { format: 'iso', evidence: 'no value to look at', other: null } : lookAt(values);
    if (!found) throw unreadable(column, values);
    chosen = found.format;
    ({ evidence } = found);
    if (found.other !== null) other = new TimeReader(found.other, 'UTC');
  }
  let reader: TimeReader;
  try {
    reader = new TimeReader(chosen, zone, format === 'auto');
  } catch (error) {
    const fault = error instanceof RangeError ? error.message : String(error);
    throw new AnalyticsError(
      'mapping-invalid',
      `The mapping cannot be used. fields.time: ${fault}. Correct format "${chosen}" or zone "${zone}".`,
      {
        faults: [{ path: 'fields.time', problem: fault }],
      },
    );
  }
  let contradictions = 0;
  return {
    reader,
    evidence,
    zone,
    noteUnreadable(text) {
      if (other && !Number.isNaN(other.readText(text))) contradictions++;
    },
    warn(log) {
      if (field.zone === undefined) {
        log.warn(
          'time-zone-assumed',
          reader.unzoned,
          'Times carry no offset and were read as UTC. Name a zone in the mapping (fields.time.zone).',
          column,
        );
      }
      if (!other || reader.unzoned === 0) return;
      const against =
        contradictions === 0
          ? ''
          : ` ${contradictions} rejected rows can only be read as ${other.format}: that is probably the right one.`;
      log.warn(
        'time-order-unsure',
        log.accepted,
        `Day and month could not be told apart; read as ${reader.format}: ${evidence}.${against} Name the format in the mapping (fields.time.format).`,
        column,
        values[0],
      );
    },
  };
}

/**
 * The error of a source whose time column can be told by its name, and by nothing else: asking which column is the time
 * would not help. Null when another column may be meant.
 * @param missing roles that could not be told
 */
export function unreadableTime(
  missing: readonly string[],
  columns: ReadonlyArray<Pick<PreviewColumn, 'header' | 'samples'>>,
): AnalyticsError | null {
  if (missing.length !== 1 || missing[0] !== 'time') return null;
  const readable = columns.some(({ samples }) => samples.length > 0 && findTimeFormat(samples) !== null);
  const named = columns.filter(({ header }) => namesTime(header));
  return !readable && named.length === 1 ? unreadable(named[0]!.header, named[0]!.samples) : null;
}

function lookAt(values: readonly string[]): ReturnType<typeof findTimeFormat> {
  const found = findTimeFormat(values.slice(0, LOOKED_AT));
  if (!found || found.other === null || values.length <= LOOKED_AT) return found;
  // The first value that tells day from month may come late.
  const decisive = values.find((value) => /^\s*(1[3-9]|2\d|3[01])\D|^\s*\d{1,2}\D(1[3-9]|2\d|3[01])\D/.test(value));
  return decisive === undefined ? found : findTimeFormat([...values.slice(0, LOOKED_AT), decisive]);
}

function unreadable(column: string, values: readonly string[]): AnalyticsError {
  const samples = [...new Set(values)].slice(0, 3).map((value) => value.slice(0, 60));
  return new AnalyticsError(
    'time-unreadable',
    `The times in "${column}" have no form that is known: ${samples.map((sample) => `"${sample}"`).join(', ')}. Name their format in the mapping (fields.time.format), for example "D/M/YYYY HH:mm".`,
    { column, samples },
  );
}

function namesTime(header: string): boolean {
  return readHeader(header).namings.some(({ field }) => field === 'time');
}
