import { proposeSteps, type TpDataset } from '../widgets/index.js';
import { overviewWords } from './overview-words.js';
import { part, startPage, widget, type Shown } from './page/bar.js';
import { sampleZone } from './sample/clock.js';
import { sampleWords } from './sample/words.js';

// Every element on one dataset: what is chosen in one narrows the others, and stands in the address.

const dataset: TpDataset = part('dataset', 'tp-dataset');

startPage({
  dataset,
  name: { en: 'Overview, all linked', zh: '总览，全部联动' },
  words: { en: overviewWords.en.text, zh: overviewWords.zh.text },
  show,
});

function show(shown: Shown): void {
  const words = overviewWords[shown.locale];
  if (shown.kind === 'own') {
    const { info } = shown;
    Object.assign(widget('funnel'), { steps: proposeSteps(info), window: null, heading: shown.name });
    Object.assign(widget('journey'), { actor: null, stages: null, typical: null, where: null, heading: '' });
    Object.assign(widget('week'), {
      rows: info.properties.includes('feature') ? 'feature' : null,
      tz: null,
      heading: '',
    });
    Object.assign(widget('paths'), { start: null, where: null, heading: '' });
    for (const id of ['rate', 'active', 'wait']) widget(id).hidden = true;
    return;
  }
  for (const id of ['rate', 'active', 'wait']) widget(id).hidden = false;
  const { events, stages } = sampleWords[shown.locale];
  const story = [events.adClick, events.visit, events.signup, events.trial, events.consult, events.purchase];
  const steps = story.map((event) => ({ event }));
  Object.assign(widget('funnel'), { steps, window: '14d', heading: words.funnel });
  Object.assign(widget('rate'), { metric: 'conversion', steps, window: '14d', heading: words.rate });
  Object.assign(widget('active'), { metric: 'customers', event: events.featureUse, heading: words.active });
  Object.assign(widget('wait'), { metric: 'time-to-convert', steps: steps.slice(3, 5), heading: words.wait });
  Object.assign(widget('journey'), {
    stages: (['lead', 'qualified', 'proposal', 'won', 'lost'] as const).map((stage) => ({
      name: words.stages[stage],
      match: [{ where: [{ prop: 'stage', op: 'eq', value: stages[stage] }] }],
    })),
    typical: words.stages.won,
    // Clicks and scrolling are for the click map; here they would bury what was done.
    where: [{ where: [{ prop: 'view', op: 'isNull' }] }],
  });
  Object.assign(widget('week'), {
    rows: 'feature',
    columns: 'hour-of-week',
    tz: sampleZone,
    heading: words.week,
  });
  Object.assign(widget('paths'), {
    start: events.signup,
    where: [{ event: [...story, events.emailClick, events.webinar, events.call, events.meeting, events.proposal] }],
    steps: 5,
    heading: words.paths,
  });
}
