export { compareTable } from './paths-compare.js';
export { moreStyles } from './paths-more.styles.js';
export { pickerPanel } from './paths-picker.js';
export { variantsView } from './paths-variants.js';
