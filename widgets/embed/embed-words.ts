import type { ViewFaultKey } from './view.js';
import { embedWordsZhCn } from './embed-words.zh-cn.js';

/** What a frame says in place of its elements: for whoever sets it up. `about` is a name, an address, a key. */
export type EmbedWords = Readonly<Record<ViewFaultKey, (about: string) => string>>;

const english: EmbedWords = {
  notAnswered: () =>
    'This frame is shown by no page that may show it. Whoever runs it lists those pages’ origins in embed.json, or names a view behind the # of its address.',
  notListed: (about) => `${about} may not show this frame. Whoever runs it lists that origin in embed.json.`,
  notTold: () =>
    'The browser does not tell which page shows this frame. Let the portal send its origin with the frame’s address (referrer policy strict-origin).',
  listUnreadable: (about) => `The list of pages that may show this frame, ${about}, cannot be read.`,
  nameRefused: (about) =>
    `“${about}” is no name of a view. Behind the # comes a name of letters, digits, - and _, without an ending.`,
  viewMissing: (about) => `There is no view “${about}”. Put ${about}.json beside embed.html.`,
  viewUnreadable: (about) => `This view cannot be shown: see “${about}” in its file.`,
  dataElsewhere: (about) => `This view’s data are on another server: ${about}. Only the frame’s own server is read.`,
  kitMissing: () => 'touchpoint-kit.js cannot be loaded. It belongs into the folder above this frame’s.',
};

/** The reader's language decides: until the elements are there no page has named one. */
export function embedWords(language: string): EmbedWords {
  return /^zh\b/i.test(language) ? embedWordsZhCn : english;
}
