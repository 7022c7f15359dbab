import type { FunnelStep, Selector } from '../worker/protocol/index.js';

/** What the page's funnel asks, as its properties say it. */
export interface Question {
  readonly steps: readonly FunnelStep[];
  readonly window?: string | number | null;
  readonly order?: string | null;
  readonly from?: string | number | null;
  readonly to?: string | number | null;
  readonly where?: readonly Selector[] | null;
}

/**
 * The tags that show a question over a file in any page. What attributes cannot say (a condition on rows, a step with
 * conditions of its own) is set by a script below them.
 *
 * @param mapping address of the mapping file; null where the headers tell
 */
export function snippet(file: string, question: Question, mapping: string | null = null): string {
  const plain = question.steps.every((step) => typeof step.event === 'string' && !step.where);
  const attributes = {
    ...(plain && { steps: question.steps.map((step) => stepText(step.event as string)).join(', ') }),
    window: windowText(question.window ?? null),
    order: question.order === 'ordered' ? null : question.order,
    from: timeText(question.from ?? null),
    to: timeText(question.to ?? null),
  };
  const written = Object.entries(attributes)
    .filter(([, value]) => value)
    .map(([name, value]) => ` ${name}="${attributeText(String(value))}"`)
    .join('');
  const properties = {
    ...(!plain && { steps: question.steps }),
    ...(question.where?.length && { where: question.where }),
  };
  const script = Object.entries(properties).map(
    // A "<" in data must not end the script.
    ([name, value]) => `  funnel.${name} = ${JSON.stringify(value).replaceAll('<', '\\u003c')};\n`,
  );
  return (
    '<script type="module" src="touchpoint-kit.js"></script>\n' +
    `<tp-dataset src="${attributeText(encodeURIComponent(file))}"${mapping === null ? '' : ` mapping="${attributeText(mapping)}"`}>\n  <tp-funnel${written}></tp-funnel>\n</tp-dataset>` +
    (script.length
      ? `\n<script type="module">\n  const funnel = document.querySelector('tp-funnel');\n${script.join('')}</script>`
      : '')
  );
}

/** A step's name as the `steps` attribute takes it: in quotes where a comma, a quote or space at an end would be misread. */
function stepText(name: string): string {
  return /[,，"]|^\s|\s$/.test(name) ? `"${name.replaceAll('"', '""')}"` : name;
}

function windowText(window: string | number | null): string | null {
  if (typeof window !== 'number') return window;
  for (const [unit, ms] of [
    ['d', 86_400_000],
    ['h', 3_600_000],
    ['min', 60_000],
    ['s', 1000],
  ] as const) {
    if (window % ms === 0) return `${window / ms}${unit}`;
  }
  return String(window);
}

function timeText(time: string | number | null): string | null {
  return typeof time === 'number' ? new Date(time).toISOString().replace('T00:00:00.000Z', '') : time;
}

function attributeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
