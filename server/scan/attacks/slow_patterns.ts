import type { Attack } from '../scan.ts';

/** Beginnings of what the log hides, in the address of a page that is not there. */
const TEASERS = ['eyJ', '-eyJaaaaa', 'a://', '://:', 'a://b:', 'sodaily_', '$argon2', 'password=', 'a', '.a', 'a-'];
const LETTERS = 15_000;
const PATIENCE_MS = 100;

/** The log looks through every line: what strangers write must not make that slow. */
export const slowPatternsAttack: Attack = {
  name: 'Slow patterns',
  async run({ report, stranger }) {
    for (const teaser of TEASERS) {
      const address = `/x${teaser.repeat(LETTERS / teaser.length)}`;
      const attacks = Promise.all(Array.from({ length: 5 }, () => stranger().get(address)));
      const began = performance.now();
      report.answer(`lives with ${teaser}`, await stranger().get('/healthz'), { status: [200] });
      const waited = performance.now() - began;
      report.expect(`nobody waits for ${teaser}`, waited < PATIENCE_MS, `${Math.round(waited)} ms`);
      for (const answer of await attacks) report.answer(`an address of ${teaser}`, answer);
    }
  },
};
