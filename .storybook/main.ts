import type { StorybookConfig } from '@storybook/web-components-vite';

const config: StorybookConfig = {
  stories: ['../stories/**/*.stories.ts'],
  addons: ['@storybook/addon-docs', '@storybook/addon-a11y', '@storybook/addon-vitest'],
  framework: { name: '@storybook/web-components-vite', options: {} },
  core: { disableTelemetry: true, disableWhatsNewNotifications: true, enableCrashReports: false },
  // Storybook reads vite.config.ts, whose root, output folder and pages are the demo's.
  viteFinal: ({ root: _root, plugins = [], ...config }) => ({
    ...config,
    base: './',
    plugins: plugins.filter((plugin) => !isNamed(plugin, 'touchpoint-kit:every-page')),
  }),
};
export default config;

function isNamed(plugin: unknown, name: string): boolean {
  return typeof plugin === 'object' && plugin !== null && 'name' in plugin && plugin.name === name;
}
