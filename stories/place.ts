/** Where a story stands. */
export interface PlaceOptions {
  /** Width of the place, px. */
  readonly width: number;
  readonly lang: string;
  readonly scheme: 'light' | 'dark' | 'contrast';
  /** Theme of a host; absent for none. */
  readonly host?: string;
}

const papers = { light: '#f6f7f9', dark: '#0e1014', contrast: '#ffffff' } as const;

/** An empty place of a width, in a language, scheme and theme, on their paper. */
export function placeOf({ width, lang, scheme, host }: PlaceOptions): HTMLElement {
  const place = document.createElement('div');
  place.lang = lang;
  place.dataset['tpScheme'] = scheme;
  if (host !== undefined) place.dataset['tpHost'] = host;
  Object.assign(place.style, {
    maxWidth: `${width}px`,
    padding: '24px',
    margin: '-24px',
    boxSizing: 'content-box',
    background: papers[scheme],
  });
  return place;
}
