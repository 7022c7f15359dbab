import vue from '@vitejs/plugin-vue';

// Without this Vue looks for components of its own with these names, and warns.
const isCustomElement = (tag) => tag.startsWith('tp-');

export default {
  base: './',
  build: { target: 'es2022' },
  plugins: [vue({ template: { compilerOptions: { isCustomElement } } })],
};
