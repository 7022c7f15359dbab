import { svelte } from '@sveltejs/vite-plugin-svelte';

export default { base: './', build: { target: 'es2022' }, plugins: [svelte()] };
