import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { icon } from './icons.js';
import type { IconName } from './icons.js';
import type { StateWords } from '../locales/messages.js';

/** A message in place of a drawing: icon, what is, what to do, and actions. */
export function messagePart(
  words: StateWords,
  options: { icon: IconName; bad?: boolean; more?: unknown; actions?: unknown },
): TemplateResult {
  return html`<div class="msg ${options.bad ? 'bad' : ''}" part="message">
    <span class="mi">${icon(options.icon)}</span>
    <h3>${words.title}</h3>
    <p>${words.body}</p>
    ${options.more ?? nothing} ${options.actions ? html`<div class="act">${options.actions}</div>` : nothing}
  </div>`;
}

/** A note above a drawing that still stands. */
export function notePart(title: string, body: unknown, kind: '' | 'warn' | 'bad', iconName: IconName): TemplateResult {
  return html`<div class="note ${kind}" part="note">
    ${icon(iconName)}
    <div><b>${title}</b>${body}</div>
  </div>`;
}
