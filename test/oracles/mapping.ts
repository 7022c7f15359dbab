import { identifierTypes, type PropertyValue } from '../../worker/protocol/batch.js';
import {
  canonicalFields,
  type ColumnRef,
  type Condition,
  type IdentifierField,
  type Mapping,
  type PropertyField,
  type TextField,
} from '../../worker/protocol/mapping.js';

/** What a mapping makes of rows of text, column by column. */
export interface Mapped {
  readonly times: number[];
  readonly events: PropertyValue[];
  readonly ids: PropertyValue[];
  readonly identifiers: Record<string, PropertyValue[]>;
  readonly columns: Record<string, PropertyValue[]>;
  readonly rejected: Record<string, number>;
  /** Values read as empty, by warning and column. */
  readonly odd: Record<string, number>;
}

type Row = Readonly<Record<string, string>>;

/** Applies a mapping row by row, field by field; times are ISO texts without a zone, or with Z. */
export function mapRows(mapping: Mapping, header: readonly string[], rows: readonly Row[]): Mapped {
  const mapped: Mapped = { times: [], events: [], ids: [], identifiers: {}, columns: {}, rejected: {}, odd: {} };
  const count = (into: Record<string, number>, key: string): void => void (into[key] = (into[key] ?? 0) + 1);
  const { fields } = mapping;
  const raw = (row: Row, ref: ColumnRef): string | null => {
    const text = row['column' in ref ? ref.column : header[ref.index]!] ?? '';
    return text === '' || mapping.missing?.includes(text) ? null : text;
  };
  const cell = (row: Row, ref: ColumnRef): string | null => {
    const text = raw(row, ref)?.trim();
    return text === undefined || text === '' ? null : text;
  };

  const meets = (row: Row, condition: Condition): boolean => {
    const text = cell(row, condition);
    const yes = ((): boolean => {
      if ('empty' in condition) return text === null;
      if (text === null) return false;
      if ('is' in condition) return [condition.is].flat().some((one) => one === text);
      if ('startsWith' in condition) return text.indexOf(condition.startsWith) === 0;
      if ('endsWith' in condition) return text.slice(-condition.endsWith.length) === condition.endsWith;
      if ('contains' in condition) return text.split(condition.contains).length > 1;
      if (!/^[+-]?[\d.]+(e\d+)?$/.test(text)) return false;
      const number = Number(text);
      if (condition.from !== undefined && number < condition.from) return false;
      return condition.to === undefined || number < condition.to;
    })();
    return condition.not ? !yes : yes;
  };
  const fill = (row: Row, template: string, each = (text: string): string | null => text): (string | null)[] => {
    const found: (string | null)[] = [];
    const text = template.replace(/\{\{|\{([^}]*)\}/g, (all, name: string | undefined) => {
      if (name === undefined) return '{';
      const value = cell(row, { column: name });
      found.push(value === null ? null : each(value));
      return found.at(-1) ?? '';
    });
    return [text.trim(), ...found];
  };
  const filled = (row: Row, template: string): string | null => {
    const [text, ...found] = fill(row, template);
    return found.length > 0 && found.every((one) => one === null) ? null : text! || null;
  };
  const exchanged = (
    text: string | null,
    { values, otherwise = 'keep' }: { values?: Readonly<Record<string, string>>; otherwise?: string | null },
  ): string | null => {
    for (const [from, to] of Object.entries(values ?? {})) if (from === (text ?? '')) return to === '' ? null : to;
    return text === null || otherwise === 'keep' ? text : otherwise === '' ? null : otherwise;
  };
  const textOf = (row: Row, field: TextField): string | null => {
    if ('constant' in field) return field.constant;
    if ('rules' in field) {
      const rule = field.rules.find(({ when }) => [when].flat().every((condition) => meets(row, condition)));
      const name = rule ? rule.name : (field.otherwise ?? null);
      return name === null ? null : filled(row, name);
    }
    if ('template' in field) return exchanged(filled(row, field.template), field);
    const plain = field.values === undefined && (field.otherwise === undefined || field.otherwise === 'keep');
    return plain ? raw(row, field) : exchanged(cell(row, field), field);
  };
  const typed = (row: Row, name: string, field: PropertyField): PropertyValue => {
    if (field.type === 'list' && ('column' in field || 'index' in field)) {
      const items = (raw(row, field) ?? '').split(field.delimiter ?? ';').map((item) => item.trim() || null);
      const kept = items.map((item) => exchanged(item, field)).filter((item) => item !== null);
      return raw(row, field) === null || kept.length === 0 ? null : kept;
    }
    const text = textOf(row, field);
    if (text === null || (field.type ?? 'auto') === 'auto' || field.type === 'text') return text;
    if (text === '') return null;
    if (field.type === 'list') {
      const items = text.split(field.delimiter ?? ';').map((item) => item.trim());
      return items.some((item) => item !== '') ? items.filter((item) => item !== '') : null;
    }
    if (field.type === 'number') {
      if (/^\s*[+-]?(\d+\.?\d*|\.\d+)(e\d+)?\s*$/.test(text)) return Number(text) + 0;
      count(mapped.odd, `not-a-number ${name}`);
      return null;
    }
    const word = text.trim().toLowerCase();
    if (['true', 't', 'yes', 'y', '1'].includes(word)) return true;
    if (['false', 'f', 'no', 'n', '0'].includes(word)) return false;
    count(mapped.odd, `not-a-boolean ${name}`);
    return null;
  };
  const normal = (type: string, text: string): string | null => {
    const value = text.normalize('NFKC').trim();
    if (['', 'null', 'none', '0', 'n/a', 'undefined'].includes(value.toLowerCase())) return null;
    return type !== 'email' ? value : /^[^@]+@[^@]+\.[^@]+$/.test(value) ? value.toLowerCase() : null;
  };
  const identifier = (row: Row, type: string, field: IdentifierField): PropertyValue => {
    const dropped = (name: string): null => {
      count(mapped.odd, `identifier-dropped ${name}`);
      return null;
    };
    if ('template' in field) {
      const [, ...cells] = fill(row, field.template);
      const [text, ...parts] = fill(row, field.template, (one) => normal('userId', one));
      if (cells.includes(null) && parts.every((part, k) => part !== null || cells[k] === null)) return null;
      if (parts.includes(null)) {
        // Reading stops at the first empty column; one that names nobody before it is told.
        const first = parts.indexOf(null);
        return cells[first] === null ? null : dropped(field.template);
      }
      return normal(type, text!) ?? dropped(field.template);
    }
    const name = 'column' in field ? field.column : header[field.index]!;
    const exchanges = field.values !== undefined || (field.otherwise !== undefined && field.otherwise !== 'keep');
    const plain = !exchanges && field.prefix === undefined;
    const text = plain ? raw(row, field) : exchanged(cell(row, field), field);
    if (text === null) return null;
    const value = normal(type, text);
    return value === null ? dropped(name) : (field.prefix ?? '') + value;
  };

  const used = new Set<string>();
  const use = (field: object): void => {
    if ('column' in field) used.add(field.column as string);
    if ('index' in field) used.add(header[field.index as number]!);
    if ('and' in field) use(field.and as object);
  };
  const useTemplate = (field: object): void => {
    if (!('template' in field)) return;
    for (const [, name] of (field.template as string).replaceAll('{{', '').matchAll(/\{([^}]*)\}/g)) used.add(name!);
  };
  for (const [name, field] of Object.entries(fields)) {
    for (const one of [field].flat()) {
      use(one);
      if (name === 'time' || name === 'id' || identifierTypes.some((type) => type === name)) useTemplate(one);
    }
  }
  const properties = mapping.properties ?? 'all';
  const declared = Object.entries(typeof properties === 'string' ? {} : properties);
  const wanted: [string, PropertyField][] = [
    ...canonicalFields.flatMap((name): [string, PropertyField][] =>
      fields[name] ? [[name, { ...fields[name], type: name === 'value' ? 'number' : 'text' }]] : [],
    ),
    ...declared,
  ];
  for (const [, field] of declared) use(field);
  if (properties === 'all' || (properties !== 'none' && mapping.otherProperties === 'all')) {
    for (const name of header) if (!used.has(name)) wanted.push([name, { column: name }]);
  }

  for (const row of rows) {
    if (mapping.exclude?.some((condition) => meets(row, condition))) {
      count(mapped.rejected, 'excluded');
      continue;
    }
    const { time } = fields;
    let at: string | null;
    if ('template' in time) at = filled(row, time.template);
    else if (time.and === undefined) at = raw(row, time)?.trim() || null;
    else if (cell(row, time) === null) at = null;
    else at = `${cell(row, time)!} ${cell(row, time.and) ?? ''}`.trim();
    const ms =
      at === null ? NaN : /^\d{4}-\d\d-\d\d( \d\d:\d\d)?$/.test(at) ? Date.parse(`${at.replace(' ', 'T')}Z`) : NaN;
    const whole = at !== null && at.length === 10 ? Date.parse(at) : ms;
    if (Number.isNaN(whole)) {
      count(mapped.rejected, at === null ? 'time-missing' : 'time-unreadable');
      continue;
    }
    mapped.times.push(whole);
    mapped.events.push(textOf(row, fields.event));
    if (fields.id) {
      if ('template' in fields.id) {
        const [text, ...parts] = fill(row, fields.id.template);
        mapped.ids.push(parts.includes(null) ? null : text!);
      } else mapped.ids.push(raw(row, fields.id));
    }
    for (const type of identifierTypes) {
      [fields[type] ?? []].flat().forEach((field, k) => {
        (mapped.identifiers[`${type} ${k}`] ??= []).push(identifier(row, type, field));
      });
    }
    for (const [name, field] of wanted) (mapped.columns[name] ??= []).push(typed(row, name, field));
  }
  return mapped;
}
