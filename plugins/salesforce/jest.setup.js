const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { setup } = require('@sa11y/jest');

setup();

// Labels are the shipped ones, so that tests see what users read; by themselves they would be their own names.
const file = join(__dirname, 'force-app/main/default/labels/CustomLabels.labels-meta.xml');
const labels = readFileSync(file, 'utf8').matchAll(/<fullName>(\w+)<\/fullName>[\s\S]*?<value>([\s\S]*?)<\/value>/g);
const entities = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
for (const [, name, value] of labels) {
  const text = value.replace(/&(\w+);/g, (whole, entity) => entities[entity] ?? whole);
  jest.doMock(`@salesforce/label/c.${name}`, () => ({ __esModule: true, default: text }), { virtual: true });
}

// The platform's own mock navigates nowhere and tells nobody; this one keeps where the way went (`navigated`).
jest.doMock('lightning/navigation', () => {
  const Navigate = Symbol('Navigate');
  const navigated = jest.fn();
  const NavigationMixin = (Base) =>
    class extends Base {
      [Navigate](pageReference) {
        navigated(pageReference);
      }
    };
  NavigationMixin.Navigate = Navigate;
  return { __esModule: true, NavigationMixin, navigated };
});

// sfdx-lwc-jest brings an engine of its own (8.28) beside the compiler of this project, and says so for every file.
const { error } = console;
console.error = (...said) => {
  if (!/current engine is v8\.\S+, but template was compiled with v9\./.test(String(said[0]))) error(...said);
};
