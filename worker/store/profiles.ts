import type { EventBatch, NumericArray, PropertyValue } from '../protocol/batch.js';
import { identifierTypes } from '../protocol/batch.js';
import type { ProfileKey } from '../protocol/profiles.js';
import type { ImportReport, Rejection } from '../protocol/report.js';
import type { Identity } from '../identity/identity.js';
import type { Steps } from '../steps.js';
import { checkBatch } from './batch-check.js';
import { partsOf } from './batch-parts.js';
import { dictionaryCodes } from './dictionary-codes.js';
import { Dictionary } from './dictionary.js';
import { columnBytes, longerColumn } from './storage.js';
import type { ColumnStorage } from './storage.js';

const KEPT_REJECTIONS = 1000;

/**
 * Profiles as they were read, in the order of their source. They belong to rows only once rows and identity are known:
 * every build joins them anew, so that neither the order of loads nor a change of identity matters.
 */
export interface ProfileTable {
  readonly key: ProfileKey;
  readonly profiles: number;
  /** Place of each profile in the identity's list; null where the key is no identifier. */
  readonly places: readonly number[] | null;
  /** Text of each profile's key; null where it is an identifier. */
  readonly keys: readonly string[] | null;
  /** By profile; code 0 is null. */
  readonly columns: ReadonlyArray<{
    readonly name: string;
    readonly codes: NumericArray;
    readonly values: readonly PropertyValue[];
  }>;
  readonly report: ImportReport;
  readonly bytes: number;
}

/** Whether profiles found by this field are customers. */
export function isIdentity({ field }: ProfileKey): boolean {
  return identifierTypes.some((type) => type === field);
}

/** Where profiles are put: beside the identity of the rows, as far as there is memory. */
export interface ReaderRoom {
  readonly identity: Identity;
  readonly storage: ColumnStorage;
  /** @throws AnalyticsError `memory-limit` when there is no room for so many bytes */
  check(bytes: number): void;
}

/** Takes in the batches of a source of profiles. */
export class ProfileReader {
  readonly #places: number[] = [];
  readonly #keys: string[] = [];
  readonly #columns = new Map<string, { readonly dictionary: Dictionary; codes: NumericArray }>();
  readonly #rejections: Rejection[] = [];
  readonly #isIdentity: boolean;
  #profiles = 0;
  #rejected = 0;

  constructor(
    readonly key: ProfileKey,
    readonly prefix: string,
    readonly room: ReaderRoom,
  ) {
    this.#isIdentity = isIdentity(key);
  }

  /** Of what was taken in. */
  get #bytes(): number {
    let bytes = (this.#places.length + this.#keys.length) * 8;
    for (const { codes } of this.#columns.values()) bytes += columnBytes(codes);
    return bytes;
  }

  /** @throws AnalyticsError `batch-shape`, `memory-limit` */
  *add(batch: EventBatch): Steps<void> {
    yield* checkBatch(batch);
    for (const { part } of partsOf(batch)) yield* this.#addPart(part);
    this.room.check(this.#bytes);
  }

  /** @param report how the source was read */
  table(report: ImportReport): ProfileTable {
    return {
      key: this.key,
      profiles: this.#profiles,
      places: this.#isIdentity ? this.#places : null,
      keys: this.#isIdentity ? null : this.#keys,
      columns: [...this.#columns].map(([name, { codes, dictionary }]) => ({ name, codes, values: dictionary.values })),
      report: this.#rejected === 0 ? report : this.#withRejected(report),
      bytes: this.#bytes,
    };
  }

  *#addPart(batch: EventBatch): Steps<void> {
    const kept: number[] = [];
    if (this.#isIdentity) {
      const places = yield* this.room.identity.addProfiles(batch.rows, batch.identifiers);
      places.forEach((place, row) => {
        if (place < 0) return this.#reject(batch, row);
        this.#places.push(place);
        kept.push(row);
      });
    } else {
      for (let row = 0; row < batch.rows; row++) {
        const code = batch.id?.codes[row] ?? 0;
        const key = code === 0 ? '' : batch.id!.values[code - 1]!.trim();
        if (key === '') this.#reject(batch, row);
        else {
          this.#keys.push(key);
          kept.push(row);
        }
      }
    }
    yield batch.rows;
    const { storage } = this.room;
    const first = this.#profiles;
    this.#profiles += kept.length;
    for (const { name, column } of batch.columns) {
      const property = this.prefix + name;
      const known = this.#columns.get(property) ?? { dictionary: new Dictionary(), codes: storage.uint32(64) };
      this.#columns.set(property, known);
      const codes = yield* dictionaryCodes(column, known.dictionary, storage);
      if (known.codes.length < this.#profiles) known.codes = longerColumn(known.codes, storage, this.#profiles);
      for (let k = 0; k < kept.length; k++) known.codes[first + k] = codes[kept[k]!]!;
      yield kept.length;
    }
  }

  #reject(batch: EventBatch, row: number): void {
    this.#rejected++;
    if (this.#rejections.length === KEPT_REJECTIONS) return;
    const said = batch.columns.flatMap(({ name, column }): [string, PropertyValue][] => {
      if (column.kind === 'number') return Number.isNaN(column.values[row]!) ? [] : [[name, column.values[row]!]];
      const code = column.codes[row]!;
      return code === 0 ? [] : [[name, column.values[code - 1]!]];
    });
    const raw = JSON.stringify(Object.fromEntries(said)).slice(0, 4096);
    this.#rejections.push({ reason: 'key-missing', record: batch.records?.[row] ?? 0, line: 0, raw });
  }

  #withRejected(report: ImportReport): ImportReport {
    return {
      ...report,
      accepted: report.accepted - this.#rejected,
      rejected: report.rejected + this.#rejected,
      rejectedByReason: { ...report.rejectedByReason, 'key-missing': this.#rejected },
      rejections: [...report.rejections, ...this.#rejections],
      truncated: report.truncated || this.#rejected > this.#rejections.length,
    };
  }
}
