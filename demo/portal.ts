import { proposeSteps, type TpDataset } from '../widgets/index.js';
import { day, make, part, startPage, widget, type Shown } from './page/bar.js';
import { portalWords } from './portal-words.js';
import { sampleWords, type SampleLocale } from './sample/words.js';

// A page of an intranet portal: the campaigns of a month, how they compare with the month before, and where people leave.

const dataset: TpDataset = part('dataset', 'tp-dataset');
const month = { from: Date.UTC(2026, 9, 1), to: Date.UTC(2026, 10, 1) } as const;

let locale: SampleLocale = 'zh';
/** Place of the campaign that is shown; null for all of them. */
let campaign: number | null = null;

startPage({
  dataset,
  locale: 'zh',
  name: { en: 'Intranet portal page', zh: '公司门户页' },
  words: { en: portalWords.en.text, zh: portalWords.zh.text },
  names: { en: { medium: portalWords.en.medium }, zh: { medium: portalWords.zh.medium } },
  show,
});

function show(shown: Shown): void {
  ({ locale } = shown);
  const words = portalWords[locale];
  if (shown.kind === 'own') {
    dataset.filter = null;
    part('title', 'h1').textContent = shown.name;
    part('scope', 'p').textContent = '';
    Object.assign(widget('funnel'), {
      steps: proposeSteps(shown.info),
      window: null,
      from: null,
      to: null,
      compare: null,
      breakdown: null,
      heading: shown.name,
    });
    Object.assign(widget('paths'), { start: null, end: null, where: null, from: null, to: null, heading: '' });
    return;
  }
  const { events } = sampleWords[locale];
  const story = [events.adClick, events.visit, events.signup, events.trial, events.consult, events.purchase];
  const steps = story.map((event) => ({ event }));
  const period = { from: month.from, to: month.to, compare: 'previous' };
  Object.assign(widget('funnel'), {
    steps,
    window: '14d',
    from: month.from,
    to: month.to,
    compare: 'previous',
    breakdown: words.medium,
    heading: words.funnel,
  });
  Object.assign(widget('rate'), { metric: 'conversion', steps, window: '14d', ...period, heading: words.rate });
  Object.assign(widget('consult'), {
    metric: 'conversion',
    steps: steps.slice(3, 5),
    window: '14d',
    ...period,
    heading: words.consult,
  });
  Object.assign(widget('wait'), {
    metric: 'time-to-convert',
    steps: steps.slice(3, 5),
    ...period,
    heading: words.wait,
  });
  Object.assign(widget('sales'), {
    metric: 'customers',
    event: events.purchase,
    ...period,
    heading: words.sales,
  });
  Object.assign(widget('paths'), {
    start: events.adClick,
    end: null,
    from: month.from,
    to: month.to,
    where: [{ event: [...story, events.emailClick, events.webinar, events.call, events.proposal] }],
    steps: 5,
    heading: words.paths,
  });
  showCampaigns();
}

function showCampaigns(): void {
  const words = portalWords[locale];
  const { campaigns } = sampleWords[locale];
  const item = (place: number | null, name: string): HTMLLIElement => {
    const li = make('li', '');
    const button = make('button', '', name);
    button.setAttribute('aria-pressed', String(place === campaign));
    button.addEventListener('click', () => {
      campaign = place;
      for (const other of part('campaigns', 'ul').querySelectorAll('button')) {
        other.setAttribute('aria-pressed', String(other === button));
      }
      showCampaign();
    });
    li.append(button);
    return li;
  };
  part('campaigns', 'ul').replaceChildren(
    item(null, words.all),
    ...campaigns.flatMap(({ name }, place) => (name === null ? [] : [item(place, name)])),
  );
  showCampaign();
}

function showCampaign(): void {
  const words = portalWords[locale];
  const name = campaign === null ? null : sampleWords[locale].campaigns[campaign]!.name;
  part('title', 'h1').textContent = name ?? words.all;
  part('scope', 'p').textContent = words.scope(day(month.from), day(month.to - 1));
  Object.assign(widget('funnel'), { breakdown: campaign === null ? words.medium : null });
  dataset.filter =
    name === null ? null : { kind: 'rows', match: [{ where: [{ prop: 'campaign', op: 'eq', value: name }] }] };
}
