import type { RejectReason, ImportWarning } from '../../worker/protocol/report.js';
import type { QualityFinding } from '../../worker/protocol/quality.js';
import { formatCount, formatRate, formatSpan } from '../internal/format.js';
import type { Locale } from '../internal/format.js';
import type { MoreMessages } from '../locales/messages.js';
import type { FindingWriter, QualityWords } from './words.js';

const mostNames = 3;

/** What is said of one finding. */
export interface FindingText {
  readonly title: string;
  readonly what: string;
  readonly mend: string;
}

/** A finding in words. @param more words of reasons and warnings, which come with the card's panels */
export function findingText(
  locale: Locale,
  words: QualityWords,
  more: MoreMessages,
  finding: QualityFinding,
): FindingText {
  const { name, title, what, mend } = words.found[finding.code];
  const args = argsOf(locale, words, more, finding);
  return { title: title?.(...args) ?? name, what: what(...args), mend };
}

function argsOf(
  locale: Locale,
  words: QualityWords,
  more: MoreMessages,
  finding: QualityFinding,
): Parameters<FindingWriter> {
  const { code, rows, actors, facts, names, namesTotal, subject } = finding;
  const count = (n: number): string => formatCount(locale, n);
  const [a, b] = ((): readonly [string, string] => {
    switch (code) {
      case 'repeated-rows':
        return [count(facts['identical']!), ''];
      case 'shared-identifiers':
        return [count(namesTotal), ''];
      case 'several-user-ids':
      case 'conflicting-values':
        return [count(actors), ''];
      case 'clock-offset': {
        const span = formatSpan(locale, Math.abs(facts['offsetMs']!));
        return [facts['offsetMs']! > 0 ? words.ahead(span) : words.behind(span), count(facts['matched']!)];
      }
      case 'night-activity':
      case 'midnight-times':
        return [formatRate(locale, facts['share']!), ''];
      case 'future-times':
        return [formatSpan(locale, facts['furthestMs']!), ''];
      case 'days-without-rows':
      case 'sudden-drops':
        return [count(facts['days']!), count(facts['missing']!)];
      case 'ends-early':
      case 'out-of-date':
        return [count(facts['days']!), ''];
      case 'similar-names':
        return [names[0] ?? '', ''];
      case 'names-once':
        return [count(facts['names']!), ''];
      default:
        return ['', ''];
    }
  })();
  return [rows, count(rows), nameOf(locale, words, more, finding), finding.source ?? subject ?? '', a, b];
}

/** What a finding is about. */
function nameOf(
  locale: Locale,
  words: QualityWords,
  more: MoreMessages,
  { code, subject, names, namesTotal, facts }: QualityFinding,
): string {
  const listed = (list: readonly string[], total: number): string => {
    const shown = list.slice(0, mostNames).join(locale === 'zh-CN' ? '、' : ', ');
    return total > mostNames
      ? `${shown} ${words.moreNames(total - mostNames, formatCount(locale, total - mostNames))}`
      : shown;
  };
  switch (code) {
    case 'rejected-rows':
      return more.reject[subject as RejectReason] ?? subject ?? '';
    case 'read-otherwise': {
      const write = more.warning[subject as ImportWarning['code']];
      return write ? write(formatCount(locale, facts['count'] ?? 0), listed(names, namesTotal)) : (subject ?? '');
    }
    case 'similar-names':
      return names
        .slice(0, mostNames)
        .map((name) => (locale === 'zh-CN' ? `「${name}」` : `“${name}”`))
        .join(locale === 'zh-CN' ? '、' : ', ');
    case 'conflicting-values':
    case 'dropped-identifiers':
    case 'not-numbers':
      return subject ?? names[0] ?? '';
    default:
      return listed(names, namesTotal);
  }
}

/** How much a finding touches, as a share; the share of rows that would be there for one about rows that are missing. */
export function effectText(
  locale: Locale,
  words: QualityWords,
  { share, shareOf, rows, actors }: QualityFinding,
): string {
  if (shareOf === null) return words.noEffect;
  const of = { rows: words.ofRows, actors: words.ofCustomers, missing: words.ofMissing }[shareOf];
  const parts = [
    rows > 0 ? words.countRows(rows, formatCount(locale, rows)) : '',
    actors > 0 ? words.countCustomers(actors, formatCount(locale, actors)) : '',
  ].filter((part) => part !== '');
  return [...parts, of(shareText(locale, share))].join(' · ');
}

/** A share in percent; a small one is not rounded to nothing. */
export function shareText(locale: Locale, share: number): string {
  return share > 0 && share < 0.0005 ? `< ${formatRate(locale, 0.001)}` : formatRate(locale, share);
}
