import type { Attack } from '../scan.ts';

/** Beginnings of what the log hides, in the address of a page that is not there. */
const TEASERS = [
  'eyJ',
  '-eyJaaaaa',
  'a://',
  '://:',
  'a://b:',
  'sodaily_',
  '$argon2',
  'password=',
  'a',
  '.a',
  'a-',
];
const LETTERS = 15_000;
const PATIENCE_MS = 100;

/** The log looks through every line: what strangers write must not make that slow. */
export const slowPatternsAttack: Attack = {
  name: 'Slow patterns',
  async run({ report, stranger }) {
    for (const teaser of TEASERS) {
      const address = `/x${teaser.repeat(LETTERS / teaser.length)}`;
      let shortest = Infinity;
      // what is slow is so each time; a machine that is busy with something else is not
      for (let round = 0; round < 3 && shortest >= PATIENCE_MS; round += 1) {
        const attacks = Promise.all(Array.from({ length: 5 }, () => stranger().get(address)));
        const began = performance.now();
        report.answer(`lives with ${teaser}`, await stranger().get('/healthz'), { status: [200] });
        shortest = Math.min(shortest, performance.now() - began);
        for (const answer of await attacks) report.answer(`an address of ${teaser}`, answer);
      }
      report.expect(
        `nobody waits for ${teaser}`,
        shortest < PATIENCE_MS,
        `${Math.round(shortest)} ms`,
      );
    }
  },
};
