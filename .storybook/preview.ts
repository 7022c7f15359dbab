import { setCustomElementsManifest, type Preview } from '@storybook/web-components-vite';

// A glob, so that stories still run where the manifest has not been made (`npm run manifest`); they have no tables then.
const manifests: Record<string, unknown> = import.meta.glob('../custom-elements.json', {
  eager: true,
  import: 'default',
});
for (const manifest of Object.values(manifests)) setCustomElementsManifest(manifest);

const preview: Preview = {
  tags: ['autodocs'],
  globalTypes: {
    scheme: {
      description: 'Colour scheme',
      toolbar: {
        title: 'Scheme',
        icon: 'contrast',
        dynamicTitle: true,
        items: [
          { value: 'auto', title: 'System scheme' },
          { value: 'light', title: 'Light' },
          { value: 'dark', title: 'Dark' },
        ],
      },
    },
    locale: {
      description: 'Language',
      toolbar: {
        title: 'Language',
        icon: 'globe',
        dynamicTitle: true,
        items: [
          { value: 'en', title: 'English' },
          { value: 'zh-CN', title: '中文' },
        ],
      },
    },
  },
  initialGlobals: { scheme: 'auto', locale: 'en' },
  parameters: { a11y: { test: 'error' }, layout: 'fullscreen', controls: { expanded: true } },
  decorators: [
    (story, { globals, canvasElement }) => {
      // On the document, not on a wrapper: elements take language and scheme from their nearest ancestor, and a
      // story that sets its own keeps it.
      const root = document.documentElement;
      root.lang = String(globals.locale ?? 'en');
      const scheme = String(globals.scheme ?? 'auto');
      if (scheme === 'auto') delete root.dataset['tpScheme'];
      else root.dataset['tpScheme'] = scheme;
      root.style.colorScheme = scheme === 'auto' ? 'light dark' : scheme;
      canvasElement.style.padding = '24px';
      return story();
    },
  ],
};
export default preview;
