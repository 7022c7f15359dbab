import { configureGlobal } from 'fast-check';

// FC_SEED fixes what random tests draw, in tests that name no seed of their own too: CI runs one sample that never
// changes, and a failure that was printed with its seed can be seen again.
if (process.env['FC_SEED']) configureGlobal({ seed: Number(process.env['FC_SEED']) });
