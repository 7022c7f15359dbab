import { identifierTypes, type IdentifierType } from '../../../worker/protocol/batch.js';
import { canonicalFields, type ColumnRef, type Mapping, type SourcePreview } from '../../../worker/protocol/mapping.js';
import type {
  Evidence,
  FieldCandidate,
  FieldProposal,
  FieldQuestion,
  FieldSource,
  MappedField,
  PreviewFacts,
} from '../../../worker/protocol/proposal.js';
import type { Pace, ReadContext } from '../../../worker/protocol/source.js';
import { CERTAIN, certainIdentifiers, decide, PROPOSED, type Decision } from './decide.js';
import { countryOfPhones, lookAtColumn, type ColumnSample } from './facts.js';
import { eventFromName } from './file-name.js';
import { readHeader } from './header.js';
import { withKnown } from './overlap.js';
import { FEW_ROWS, scoreColumn, type Score } from './score.js';

/** First records of a source, as text, with what is known of it besides. */
export interface Sample {
  /** Name of the file or of its sheet. */
  readonly name: string;
  readonly header: readonly string[];
  /** One text a column; empty for none. */
  readonly rows: ReadonlyArray<readonly string[]>;
  readonly facts: PreviewFacts;
  /** How the source is written, as a mapping keeps it. */
  readonly format?: Mapping['format'] | undefined;
  /** The mapping of a format whose fields have a fixed meaning. */
  readonly defaults?: Mapping | null | undefined;
  /** Tells which identifiers the data at hand have. */
  readonly known?: ReadContext['known'] | undefined;
}

/** What the assistant says of a source. */
export type Assistance = Omit<SourcePreview, 'rows' | 'facts'>;

const mostSamples = 5;
/** Columns that are judged; of a file with more, the others become properties. */
const mostColumns = 2000;
const mostAlternatives = 6;
/** Below this nothing is offered. */
const OFFERED = 0.15;

/**
 * Looks at a source's first records and proposes how to map them: by headers in English and Chinese, by what the values
 * look like, by columns beside each other, and by identifiers that the data at hand know. Equal samples give equal
 * answers; nothing is asked of a network.
 */
export async function assist(sample: Sample, pace: Pace): Promise<Assistance> {
  const columns: ColumnSample[] = [];
  let scores: Score[] = [];
  for (let index = 0; index < sample.header.length; index++) {
    const header = sample.header[index]!;
    const column = lookAtColumn(
      header,
      index,
      sample.rows.map((row) => row[index] ?? ''),
    );
    columns.push(column);
    if (index < mostColumns) scores.push(...scoreColumn(column, readHeader(header)));
    if (pace.due()) await pace.rest();
  }
  if (sample.known) scores = await withKnown(scores, columns.slice(0, mostColumns), sample.known, pace);
  const decision = decide(scores);
  return new Answer(sample, columns, decision).whole();
}

class Answer {
  readonly #sample: Sample;
  readonly #columns: readonly ColumnSample[];
  readonly #refs: readonly ColumnRef[];
  readonly #decision: Decision;
  readonly #identifiers: ReturnType<typeof certainIdentifiers>;
  /** Those of them that have values. */
  readonly #who: ReturnType<typeof certainIdentifiers>;
  readonly #time: Score | null;
  readonly #event: Score | null;

  constructor(sample: Sample, columns: readonly ColumnSample[], decision: Decision) {
    this.#sample = sample;
    this.#columns = columns;
    this.#refs = refsOf(columns);
    this.#decision = decision;
    this.#identifiers = certainIdentifiers(decision);
    // A column without a value says who in no row.
    this.#who = this.#identifiers.filter(
      ({ score: { column } }) => column.facts.filled > 0 || column.facts.rows < FEW_ROWS,
    );
    this.#time = this.#certain('time');
    this.#event = this.#certain('event');
  }

  whole(): Assistance {
    const { defaults } = this.#sample;
    const { proposal } = this;
    const columns = this.#columns.map(({ header, index, distinct, facts }) => ({
      header,
      index,
      samples: distinct.slice(0, mostSamples),
      facts,
    }));
    if (defaults) {
      const fields = this.#fixed(defaults);
      return {
        columns,
        proposal,
        mapping: defaults,
        kind: 'events',
        fields,
        questions: [],
        unmapped: this.#unmapped(fields),
      };
    }
    const kind = this.#kind();
    const country = this.#country();
    const found = [...this.#fields(), ...(country.proposal ? [country.proposal] : [])];
    // A list of customers has nothing that happened.
    const fields = found.filter(({ field }) => kind === 'events' || (field !== 'time' && field !== 'event'));
    const questions = kind === 'profiles' ? [] : [...this.#needed(), ...this.#readingQuestions()];
    if (country.question) questions.push(country.question);
    return {
      columns,
      proposal,
      mapping: kind === 'profiles' ? null : this.#mapping(country.proposal),
      kind,
      fields,
      questions,
      unmapped: this.#unmapped(fields),
    };
  }

  /** The three fields that a load needs, and where else each could be found. */
  get proposal(): SourcePreview['proposal'] {
    const who = this.#who[0]?.score ?? null;
    const open = (
      certain: Score | null,
      ranked: readonly Score[],
      rest: (column: ColumnSample) => boolean,
    ): number[] => {
      if (certain) return [];
      const first = ranked.map(({ column }) => column.index);
      const others = this.#columns.filter((column) => !first.includes(column.index) && rest(column));
      return [...new Set([...first, ...others.map(({ index }) => index)])];
    };
    const isTime = ({ facts }: ColumnSample): boolean => facts.shape === 'time';
    return {
      ...(who ? { actor: this.#ref(who.column) } : {}),
      ...(this.#time ? { time: this.#ref(this.#time.column) } : {}),
      ...(this.#event ? { event: this.#ref(this.#event.column) } : {}),
      candidates: {
        actor: open(who, this.#rankedWho(), (column) => !isTime(column)),
        time: open(this.#time, this.#list('time'), (column) => column.time !== null),
        event: open(this.#event, this.#list('event'), (column) => !isTime(column)),
      },
    };
  }

  #list(field: MappedField): readonly Score[] {
    return this.#decision.get(field) ?? [];
  }

  #certain(field: MappedField): Score | null {
    const [best] = this.#list(field);
    return best && best.confidence >= CERTAIN ? best : null;
  }

  /** Everything that could say who, best first, each column once. */
  #rankedWho(): Score[] {
    const all = identifierTypes
      .flatMap((type) => this.#list(type))
      .filter(({ confidence }) => confidence >= OFFERED)
      .toSorted((a, b) => b.confidence - a.confidence);
    return all.filter(({ column }, at) => all.findIndex((one) => one.column === column) === at);
  }

  /** A customer a row, and no time at which they did anything. */
  #kind(): 'events' | 'profiles' {
    const [time] = this.#list('time');
    if (time && time.confidence >= 0.3) return 'events';
    if (this.#event || this.#who.length === 0) return 'events';
    return this.#who.some(({ score: { column } }) => column.facts.distinct >= column.facts.filled * 0.9)
      ? 'profiles'
      : 'events';
  }

  #fields(): FieldProposal[] {
    const fields: FieldProposal[] = [];
    const used = new Set<number>();
    const order: readonly MappedField[] = [...identifierTypes, 'time', 'event', 'id', ...canonicalFields];
    const several: ReadonlySet<MappedField> = new Set<IdentifierType>(['email', 'phone', 'userId', 'deviceId']);
    // A column is proposed once: as what it fits best.
    const best = new Map<number, Score>();
    for (const field of order) {
      for (const score of this.#list(field)) {
        const before = best.get(score.column.index);
        if (!before || score.confidence > before.confidence) best.set(score.column.index, score);
      }
    }
    for (const field of order) {
      const list = this.#list(field);
      for (const score of several.has(field) ? list : list.slice(0, 1)) {
        const { index } = score.column;
        if (score.confidence < PROPOSED || used.has(index) || best.get(index)?.field !== field) continue;
        used.add(index);
        fields.push({
          field,
          from: this.#source(score),
          confidence: score.confidence,
          evidence: score.evidence,
          alternatives: this.#alternatives(list, score),
        });
      }
    }
    return fields;
  }

  #alternatives(list: readonly Score[], chosen: Score): FieldCandidate[] {
    return list
      .filter((one) => one !== chosen && one.confidence >= OFFERED)
      .slice(0, mostAlternatives)
      .map((one) => this.#candidate(one));
  }

  #candidate(score: Score, asked: MappedField = score.field): FieldCandidate {
    const { field, confidence, evidence } = score;
    return { from: this.#source(score), confidence, evidence, ...(field === asked ? {} : { as: field }) };
  }

  /** What a load cannot do without. */
  #needed(): FieldQuestion[] {
    const questions: FieldQuestion[] = [];
    if (this.#who.length === 0) {
      const candidates = this.#rankedWho().map((score) => this.#candidate(score, 'actor'));
      const ids = this.#list('id').filter(({ confidence }) => confidence >= 0.3);
      // What has a stage goes through it: a deal by its own id rather than the account that it belongs to.
      const confidence = this.#certain('stage') ? 0.6 : 0.3;
      candidates.push(...ids.map((score) => ({ ...this.#candidate(score), confidence, as: 'actor' as const })));
      candidates.sort(byConfidence);
      questions.push({ field: 'actor', needed: true, candidates: candidates.slice(0, mostAlternatives) });
    }
    if (!this.#time) {
      const candidates = this.#list('time').filter(({ confidence }) => confidence >= OFFERED);
      questions.push({ field: 'time', needed: true, candidates: candidates.map((score) => this.#candidate(score)) });
    }
    if (!this.#event) questions.push({ field: 'event', needed: true, candidates: this.#eventCandidates() });
    return questions;
  }

  /** Columns that could name what happened; where none is likely, what the file is called stands before them. */
  #eventCandidates(): FieldCandidate[] {
    const columns = this.#list('event')
      .filter(({ confidence }) => confidence >= OFFERED)
      .map((score) => this.#candidate(score));
    const [stage] = this.#list('stage');
    if (stage && stage.confidence >= PROPOSED && !columns.some(({ from }) => sameSource(from, this.#source(stage)))) {
      // The history of a deal is what stages it went through; elsewhere a stage is what is true of it today.
      const confidence = /history|历史|变更/i.test(this.#sample.name) ? 0.66 : 0.4;
      columns.push({ from: this.#source(stage), confidence, evidence: stage.evidence });
    }
    const constant = eventFromName(this.#sample.facts.sheet ?? '') ?? eventFromName(this.#sample.name);
    if (constant === null) return columns.toSorted(byConfidence).slice(0, mostAlternatives);
    const named: FieldCandidate = {
      from: { constant },
      confidence: 0.48,
      evidence: [{ kind: 'file-name', name: this.#sample.facts.sheet ?? this.#sample.name }],
    };
    return [...columns, named].toSorted(byConfidence).slice(0, mostAlternatives);
  }

  /** How the times are read, where that cannot be told; a load goes on without an answer. */
  #readingQuestions(): FieldQuestion[] {
    const time = this.#list('time')[0];
    const found = time?.column.time;
    if (!found) return [];
    const questions: FieldQuestion[] = [];
    const evidence = time.evidence.filter(({ kind }) => kind === 'time-format');
    if (found.other !== null) {
      const candidates = [found.format, found.other].map((format, at) => ({
        from: { constant: format },
        confidence: at === 0 ? 0.6 : 0.4,
        evidence,
      }));
      questions.push({ field: 'timeFormat', needed: false, candidates });
    }
    const zone = found.zoned < 0.5 && !found.daily ? this.#zone() : null;
    if (zone !== null) {
      questions.push({
        field: 'zone',
        needed: false,
        candidates: [
          { from: { constant: zone.zone }, confidence: 0.6, evidence: zone.evidence },
          { from: { constant: 'UTC' }, confidence: 0.4, evidence },
        ],
      });
    }
    return questions;
  }

  /** A zone that the file speaks for; without one, UTC is as good as any other and nothing is asked. */
  #zone(): { zone: string; evidence: Evidence[] } | null {
    const named = this.#columns.find(({ facts }) => facts.shape === 'zone' && facts.distinct === 1);
    if (named) {
      return { zone: named.distinct[0]!, evidence: [{ kind: 'constant', value: named.distinct[0]! }] };
    }
    const country = this.#countryFound();
    const chinese = this.#columns.filter(({ header }) => /\p{Script=Han}/u.test(header)).length;
    if (country === null && chinese * 2 <= this.#columns.length) return null;
    return { zone: 'Asia/Shanghai', evidence: country ? [{ kind: 'country', ...country }] : [] };
  }

  #countryFound(): ReturnType<typeof countryOfPhones> {
    const phones = this.#list('phone').filter(({ confidence }) => confidence >= PROPOSED);
    const texts = phones.flatMap(({ column }) => column.distinct);
    return countryOfPhones(
      texts,
      phones.some(({ column }) => /\p{Script=Han}/u.test(column.header)),
    );
  }

  /** Whose national telephone numbers these are; asked only where numbers would be lost. */
  #country(): { proposal?: FieldProposal; question?: FieldQuestion } {
    const found = this.#countryFound();
    if (found) {
      const evidence: Evidence[] = [{ kind: 'country', ...found }];
      const from = { constant: found.country };
      return { proposal: { field: 'defaultCountry', from, confidence: 0.9, evidence, alternatives: [] } };
    }
    const phones = this.#list('phone').filter(({ confidence }) => confidence >= CERTAIN);
    const texts = phones.flatMap(({ column }) => column.distinct);
    const national = texts.filter((text) => !/^\s*(\+|00)/.test(text)).length;
    if (national === 0 || national < texts.length * 0.2) return {};
    const candidates = this.#columns
      .filter(({ facts }) => facts.shape === 'country')
      .slice(0, 1)
      .map(({ distinct, facts }): FieldCandidate => {
        const evidence: Evidence[] = [{ kind: 'distinct', distinct: facts.distinct, of: facts.filled }];
        return { from: { constant: distinct[0]! }, confidence: facts.distinct === 1 ? 0.7 : 0.4, evidence };
      });
    return { question: { field: 'defaultCountry', needed: false, candidates } };
  }

  /** The mapping that needs no answer; null while who, when or what is open. */
  #mapping(country: FieldProposal | undefined): Mapping | null {
    if (this.#who.length === 0 || !this.#time || !this.#event) return null;
    const fields: Record<string, unknown> = {
      time: this.#source(this.#time),
      event: this.#source(this.#event),
    };
    for (const { type, score } of this.#identifiers) {
      const before = fields[type];
      const ref = this.#ref(score.column);
      fields[type] = before === undefined ? ref : [before, ref].flat();
    }
    for (const field of ['id', ...canonicalFields] as const) {
      const score = this.#certain(field);
      if (score) fields[field] = this.#source(score);
    }
    const { format } = this.#sample;
    return {
      version: 1,
      ...(format === undefined ? {} : { format }),
      fields: fields as unknown as Mapping['fields'],
      ...(country && 'constant' in country.from ? { defaultCountry: country.from.constant } : {}),
    };
  }

  /** What a format of fixed meaning says of its fields. */
  #fixed({ fields }: Mapping): FieldProposal[] {
    const order: readonly MappedField[] = [...identifierTypes, 'time', 'event', 'id', ...canonicalFields];
    const evidence: Evidence[] = [{ kind: 'format', format: this.#sample.facts.format }];
    return order.flatMap((field) =>
      [fields[field] ?? []]
        .flat()
        .filter((from): from is typeof from & FieldSource => 'column' in from || 'index' in from || 'constant' in from)
        .map((from) => ({ field, from, confidence: 1, evidence, alternatives: [] })),
    );
  }

  #unmapped(fields: readonly FieldProposal[]): number[] {
    const used = new Set(
      fields.flatMap(({ from }) => ('constant' in from ? [] : [from, ...(from.and ? [from.and] : [])].map(refKey))),
    );
    return this.#columns.filter((column) => !used.has(refKey(this.#ref(column)))).map(({ index }) => index);
  }

  /** Where a field comes from; a day and a time of day in two columns are one time. */
  #source({ column, field }: Score): FieldSource {
    const ref = this.#ref(column);
    if (field !== 'time' || !column.time) return ref;
    const { format, daily } = column.time;
    // Numbers of records are milliseconds unless the mapping says otherwise; texts are read by what they look like.
    const isText = this.#sample.facts.format === 'csv';
    if (!isText && (format === 'epoch-s' || format === 'epoch-us')) return { ...ref, format };
    if (!daily) return ref;
    const clocks = this.#columns.filter(
      ({ clock, facts }) => clock >= 0.9 && facts.filled >= column.facts.filled * 0.5,
    );
    return clocks.length === 1 ? { ...ref, and: this.#ref(clocks[0]!) } : ref;
  }

  #ref({ index }: ColumnSample): ColumnRef {
    return this.#refs[index]!;
  }
}

/** Columns by their headers, those without one by their place. */
function refsOf(columns: readonly ColumnSample[]): ColumnRef[] {
  const seen = new Map<string, number>();
  return columns.map(({ header, index }) => {
    if (header === '') return { index };
    const occurrence = (seen.get(header) ?? 0) + 1;
    seen.set(header, occurrence);
    return occurrence > 1 ? { column: header, occurrence } : { column: header };
  });
}

function byConfidence(a: FieldCandidate, b: FieldCandidate): number {
  return b.confidence - a.confidence;
}

function sameSource(a: FieldSource, b: FieldSource): boolean {
  return !('constant' in a) && !('constant' in b) && refKey(a) === refKey(b);
}

function refKey(ref: ColumnRef): string {
  return 'index' in ref ? `${ref.index}` : `${ref.occurrence ?? 1}:${ref.column}`;
}
