import type { SourcePreview } from '../../worker/protocol/mapping.js';
import type { Evidence, MappedField } from '../../worker/protocol/proposal.js';
import { formatCount, formatDate, formatRate, tagOf } from '../internal/format.js';
import type { Locale } from '../internal/format.js';
import type { StepWords } from './step-words.js';
import type { ImportWords } from './words.js';

/** What evidence is worded with. */
export interface EvidenceContext {
  readonly locale: Locale;
  readonly w: StepWords;
  readonly formats: ImportWords['formats'];
  /** The column's own name, which a word found in all of it is not shown without. */
  readonly header?: string;
  /** The field that the evidence speaks of. */
  readonly field: MappedField;
  readonly preview: SourcePreview;
}

const day = 86_400_000;

/** One reason in words; empty where it says nothing worth reading. */
export function evidenceText(evidence: Evidence, context: EvidenceContext): string {
  const { locale, w, formats, field, preview } = context;
  const count = (n: number): string => formatCount(locale, n);
  const share = (of: number): string => (of === 1 ? '100%' : formatRate(locale, of));
  const { evidence: e } = w;
  switch (evidence.kind) {
    case 'name':
      return evidence.whole
        ? e.name(context.header || evidence.matched, w.fields[field])
        : e.namePart(evidence.matched, w.fields[field]);
    case 'other-name':
      return e.otherName(evidence.word);
    case 'shape':
      return evidence.share === 1
        ? e.shapeAll(w.shapes[evidence.shape])
        : e.shape(share(evidence.share), w.shapes[evidence.shape]);
    case 'other-shape':
      return e.otherShape(share(evidence.share), w.shapes[evidence.shape]);
    case 'distinct':
      return evidence.distinct === evidence.of && evidence.of > 1
        ? e.distinctAll(count(evidence.of))
        : e.distinct(evidence.distinct, count(evidence.distinct), count(evidence.of));
    case 'filled':
      return evidence.filled === evidence.of ? '' : e.filled(share(evidence.filled / Math.max(1, evidence.of)));
    case 'constant':
      return e.constant(evidence.value);
    case 'time-format': {
      const { format, zoned, other } = evidence;
      const zone = zoned === 1 ? e.zoned : zoned === 0 ? e.unzoned : '';
      return [e.timeFormat(format) + zone, ...(other === null ? [] : [e.timeOther(other)])].join(' · ');
    }
    case 'time-range': {
      const from = formatDate(locale, evidence.from, 'UTC');
      const to = formatDate(locale, evidence.to, 'UTC');
      return e.timeRange(evidence.to - evidence.from < day && from === to ? from : `${from} – ${to}`);
    }
    case 'ordered':
      return e.ordered;
    case 'overlap':
      return e.overlap(share(evidence.known / Math.max(1, evidence.of)), w.types[evidence.type]);
    case 'country':
      return e.country(share(evidence.share), countryName(locale, evidence.country));
    case 'rival':
      return e.rival(headerOf(preview, evidence.column, w));
    case 'same-as':
      return e.sameAs(headerOf(preview, evidence.column, w));
    case 'only-one':
      return e.onlyOne;
    case 'format':
      return e.format(formats[evidence.format]);
    case 'file-name':
      return e.fileName(evidence.name);
  }
}

/** A column's name: its header, or its place where it has none. */
export function headerOf(preview: SourcePreview, index: number, w: StepWords): string {
  return preview.columns[index]?.header || w.columnName(String(index + 1));
}

/** A country's name in the language; its code where the browser knows none. */
export function countryName(locale: Locale, code: string): string {
  try {
    return new Intl.DisplayNames([tagOf(locale)], { type: 'region' }).of(code) ?? code;
  } catch {
    return code;
  }
}
