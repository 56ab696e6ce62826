// npm run scan: boots the production configuration and attacks it. The seed of the generated cases
// is printed and can be given again as SCAN_SEED.
import { attacks } from './attacks/attacks.ts';
import { makeAttacker } from './attacker.ts';
import { refreshEverybody, signEverybodyIn } from './people.ts';
import { makeRandom } from './random.ts';
import { makeReport } from './report.ts';
import { readScanEnv } from './env.ts';
import type { Scan } from './scan.ts';
import { openTarget } from './target.ts';
import { makeVictims } from './victims.ts';

const { SCAN_SEED, SCAN_ONLY, SCAN_PERCENT } = readScanEnv();
console.log(
  `Attacking with seed ${SCAN_SEED} and ${SCAN_PERCENT} % of the generated cases; the same again: `
    + `SCAN_SEED=${SCAN_SEED} SCAN_PERCENT=${SCAN_PERCENT} npm run scan`,
);
const target = await openTarget();
let isSound = false;
try {
  const people = await signEverybodyIn(target);
  const victims = await makeVictims(target, people);
  let strangers = 0;
  const random = makeRandom(SCAN_SEED);
  const scan: Scan = {
    target,
    people,
    victims,
    random,
    report: makeReport(target.residentMegabytes),
    sample: (cases, atLeast) => random.sample(cases, SCAN_PERCENT / 100, atLeast),
    stranger() {
      strangers += 1;
      return makeAttacker(
        target.url,
        `203.0.${Math.floor(strangers / 250)}.${(strangers % 250) + 1}`,
      );
    },
  };
  for (const attack of attacks.filter(({ name }) =>
    SCAN_ONLY.some((part) => name.includes(part)),
  )) {
    await refreshEverybody(people, attack.name);
    scan.report.begin(attack.name);
    await attack.run(scan);
    scan.report.end();
  }
  isSound = scan.report.print();
} finally {
  await target.close();
}
process.exit(isSound ? 0 : 1);
