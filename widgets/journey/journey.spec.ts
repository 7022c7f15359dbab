import type { Selector, TimeRange } from '../../worker/protocol/filter.js';
import type { JourneySpec, JourneyStageSpec } from '../../worker/protocol/journey.js';
import type { DatasetInfo } from '../../worker/protocol/result.js';
import { faultsOf, readRange } from '../internal/attributes.js';
import { parseSpan } from '../internal/span.js';

/** What `<tp-journey>` is told of its question, as a page writes it. Null and undefined mean "not said". */
export interface JourneyProps {
  readonly actor?: string | null;
  readonly account?: string | null;
  /** `Aware: ad click, visit; Won: purchase`, or stages as data. */
  readonly stages?: string | readonly JourneyStageSpec[] | null;
  /** First instant that counts, and the first that does not any more: ISO text (UTC unless it says otherwise) or ms. */
  readonly from?: string | number | null;
  readonly to?: string | number | null;
  readonly where?: readonly Selector[] | null;
  /** Zone of days and times. */
  readonly tz?: string | null;
}

/** Rows by channel are counted in so many parts of a journey: enough for a first picture before its rows are there. */
export const binCount = 1200;
/** Rows of a page. Small enough that a page is taken in within a frame or two. */
export const pageRows = 5000;
/** Journeys longer than this are drawn from counts where more is in view; their rows come for shorter views. */
export const mostRows = 250_000;

const fault = faultsOf('tp-journey');

/** The part that all questions of an element share. */
export function scopeOf(props: JourneyProps): Omit<JourneySpec, 'kind'> {
  const stages = parseStages(props.stages);
  const range = readRange(props.from, props.to, fault);
  if (props.where && !Array.isArray(props.where)) throw fault('where', props.where, 'give an array of conditions');
  return {
    ...(stages.length > 0 && { stages }),
    ...(range && { range }),
    ...(props.where && props.where.length > 0 && { where: props.where }),
    ...(props.tz && { tz: props.tz }),
  };
}

/**
 * The question for one customer or one account: summary, counts in parts of time, and the first page of rows.
 * @returns null where nobody is named
 * @throws AnalyticsError `spec-invalid`; `detail` names the `property` and its `value`
 */
export function journeySpec(props: JourneyProps, info: DatasetInfo | null): JourneySpec | null {
  const { actor, account } = props;
  if (actor && account) throw fault('account', account, 'a journey is of an actor or of an account; leave one out');
  if (!actor && !account) return null;
  return {
    kind: 'journey',
    ...(actor ? { actor } : { account: account! }),
    ...scopeOf(props),
    bins: binCount,
    limit: pageRows,
    ...askedColumns(info),
  };
}

/** A further page of the rows that `spec` asks for. */
export function pageSpec(spec: JourneySpec, offset: number): JourneySpec {
  const { bins: _bins, ...rest } = spec;
  return { ...rest, summary: false, offset, limit: pageRows };
}

/** The rows of a part of the time and as much again on both sides, counted finely and, where they are few enough, themselves. */
export function windowSpec(spec: JourneySpec, { from, to }: TimeRange): JourneySpec {
  const air = to - from;
  const window = { from: Math.floor(from - air), to: Math.ceil(to + air) };
  return { ...spec, summary: false, offset: 0, limit: pageRows, bins: binCount, window };
}

/** Rows in two neighbouring spans of the same length, the later one up to `end`. */
export function activitySpec(spec: JourneySpec, end: number, spanMs: number): JourneySpec {
  return {
    ...spec,
    summary: false,
    offset: 0,
    limit: 1,
    bins: 2,
    window: { from: end - 2 * spanMs, to: end },
  };
}

/** One row with all its properties. */
export function rowSpec(spec: JourneySpec, offset: number, properties: readonly string[]): JourneySpec {
  const { bins: _bins, ...rest } = spec;
  return { ...rest, summary: false, offset, limit: 1, properties: properties.slice(0, 100) };
}

/** The question for everybody in scope: stages, transitions, the most frequent path. */
export function groupSpec(props: JourneyProps): JourneySpec {
  return { kind: 'journey', ...scopeOf(props), modal: {} };
}

/**
 * Stages from text: `name: event, event; name: event`. A stage that is only a name is met by the event of that name.
 * `；`, `：` and `，` do as well.
 * @throws AnalyticsError `spec-invalid`
 */
export function parseStages(value: JourneyProps['stages']): readonly JourneyStageSpec[] {
  if (value === null || value === undefined) return [];
  if (typeof value !== 'string') {
    const shaped =
      Array.isArray(value) &&
      value.every(
        (stage: unknown) =>
          typeof stage === 'object' &&
          stage !== null &&
          'name' in stage &&
          'match' in stage &&
          Array.isArray(stage.match),
      );
    if (!shaped) {
      throw fault('stages', value, 'give an array such as [{ name: "Trial", match: [{ event: "trial" }] }]');
    }
    return value;
  }
  return value
    .split(/[;；]/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => {
      const [name = '', ...rest] = part.split(/[:：]/);
      const events = namesIn(rest.length === 0 ? name : rest.join(':'));
      if (name.trim() === '' || events.length === 0) {
        throw fault('stages', part, 'write name: event, event; name: event');
      }
      return { name: name.trim(), match: events.map((event) => ({ event })) };
    });
}

/** Names between commas, trimmed; empty places are passed over. */
export function namesIn(text: string): string[] {
  return text
    .split(/[,，]/)
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

/**
 * The length of time a page asks to see first; null for all of it.
 * @throws AnalyticsError `spec-invalid`
 */
export function parseOpening(value: string | number | null): number | null {
  if (value === null || value === '' || value === 'all') return null;
  const ms = parseSpan(value);
  if (!(ms > 0)) throw fault('span', value, 'write a number and min, h, d or w, such as "120d", or "all"');
  return ms;
}

/** Columns whose values the time line reads besides the rows' own: who acted, what a person and an account are called. */
export interface KnownColumns {
  readonly direction: string | null;
  readonly name: string | null;
  readonly account: string | null;
}

const columnNames: Readonly<Record<keyof KnownColumns, readonly string[]>> = {
  direction: ['direction', 'initiator', '方向'],
  name: ['name', 'contact', 'contact name', 'full name', '姓名', '联系人'],
  account: ['account', '公司', '客户名称'],
};

/** The columns of a dataset that go by these names, in any case. */
export function knownColumns(info: DatasetInfo | null): KnownColumns {
  const find = (kind: keyof KnownColumns): string | null =>
    info?.properties.find((property) => columnNames[kind].includes(property.toLowerCase())) ?? null;
  return { direction: find('direction'), name: find('name'), account: find('account') };
}

function askedColumns(info: DatasetInfo | null): { properties?: readonly string[] } {
  const properties = Object.values(knownColumns(info)).filter((name): name is string => name !== null);
  return properties.length === 0 ? {} : { properties };
}
