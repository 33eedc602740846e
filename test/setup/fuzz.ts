import fc from 'fast-check';

/** Tests make up the same input in every run, so that only a change fails them; `FUZZ_SEED=2 npm test` tries others. */
export const FUZZ_SEED = Number(process.env['FUZZ_SEED'] ?? 1);
if (!Number.isInteger(FUZZ_SEED)) throw new Error('FUZZ_SEED is not a whole number.');

fc.configureGlobal({ seed: FUZZ_SEED });

export { fc };
