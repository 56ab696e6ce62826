// npm run scan: boots the production configuration and attacks it. The seed of the generated cases
// is printed and can be given again as SCAN_SEED.
import { attacks } from './attacks/attacks.ts';
import { makeAttacker } from './attacker.ts';
import { signEverybodyIn } from './people.ts';
import { makeRandom } from './random.ts';
import { makeReport } from './report.ts';
import { readScanEnv } from './env.ts';
import type { Scan } from './scan.ts';
import { openTarget } from './target.ts';
import { makeVictims } from './victims.ts';

const { SCAN_SEED, SCAN_ONLY } = readScanEnv();
console.log(
  `Attacking with seed ${SCAN_SEED}; the same again: SCAN_SEED=${SCAN_SEED} npm run scan`,
);
const target = await openTarget();
let isSound = false;
try {
  const people = await signEverybodyIn(target);
  const victims = await makeVictims(target, people);
  let strangers = 0;
  const scan: Scan = {
    target,
    people,
    victims,
    random: makeRandom(SCAN_SEED),
    report: makeReport(),
    stranger() {
      strangers += 1;
      return makeAttacker(
        target.url,
        `203.0.${Math.floor(strangers / 250)}.${(strangers % 250) + 1}`,
      );
    },
  };
  for (const attack of attacks.filter(({ name }) => name.includes(SCAN_ONLY))) {
    scan.report.begin(attack.name);
    await attack.run(scan);
  }
  isSound = scan.report.print();
} finally {
  await target.close();
}
process.exit(isSound ? 0 : 1);
