/** Words of a page by key: keys of its `data-word` attributes, and of `data-name` for labels. */
export type PageText = Readonly<Record<string, string>>;

/** Puts words in the places that ask for them: `data-word` as text, `data-name` as a label. */
export function showWords(root: ParentNode, words: PageText): void {
  for (const element of root.querySelectorAll<HTMLElement>('[data-word]')) {
    element.textContent = words[element.dataset['word']!] ?? '';
  }
  for (const element of root.querySelectorAll<HTMLElement>('[data-name]')) {
    element.setAttribute('aria-label', words[element.dataset['name']!] ?? '');
  }
}

/** Draws the page and the elements in a colour scheme; all but `light` and `dark` is the reader's own. */
export function showScheme(scheme: string): void {
  if (scheme === 'light' || scheme === 'dark') document.documentElement.dataset['tpScheme'] = scheme;
  else delete document.documentElement.dataset['tpScheme'];
}

/** Keeps a choice in the address, so that a reload and a copied link show the same. */
export function remember(name: string, value: string | null): void {
  const url = new URL(location.href);
  if (value === null) url.searchParams.delete(name);
  else url.searchParams.set(name, value);
  history.replaceState(history.state, '', url);
}

/** Marks the button of a group that has a value as the pressed one. */
export function press(group: HTMLElement, value: string): void {
  for (const button of group.querySelectorAll('button')) {
    button.setAttribute('aria-pressed', String(button.value === value));
  }
}

/** The value of the button that was clicked. */
export function pressed(event: Event): string | undefined {
  return (event.target as Element).closest('button')?.value;
}
