import { makeAttacker } from '../attacker.ts';
import { emailOf } from '../people.ts';
import type { Attack, Scan } from '../scan.ts';
import { PASSWORD } from '../target.ts';

const OFFICES = 25;
/** Failures that are free at an address (auth.begin_attempt). */
const FREE = 20;

/**
 * Two servers behind nginx, and offices of many people behind one address each. Whoever guesses
 * there closes the address to strangers, over both servers, whatever they write about where they
 * come from; the browsers that work there go on.
 */
export const sharedAddressesAttack: Attack = {
  name: '5 Shared addresses, behind nginx',
  async run(scan) {
    const offices = Array.from({ length: OFFICES }, (_, nth) => `127.5.${nth}.1`);
    for (const office of scan.sample(offices, 2)) await besiege(scan, office);
  },
};

async function besiege(scan: Scan, office: string): Promise<void> {
  const { target, report, random } = scan;
  const colleague = makeAttacker(target.gatewayUrl, office);
  report.answer(
    `somebody works at ${office}`,
    await colleague.signIn(emailOf('accountant'), PASSWORD),
    { ...BARE, status: [200] },
  );
  const statuses: number[] = [];
  for (let nth = 0; nth < FREE + 3; nth += 1) {
    const answer = await makeAttacker(target.gatewayUrl, office).send('POST', '/auth/login', {
      body: { email: `nobody${office}.${nth}@sodaily.test`, password: 'wrong-wrong-wrong' },
      headers: forged(scan, random.below(250)),
    });
    statuses.push(report.answer(`guess ${nth} at ${office}`, answer, BARE).status);
  }
  const free = statuses.filter((status) => status === 401).length;
  report.expect(`${FREE} guesses are free at ${office}`, free === FREE, `${free} were`);
  report.answer(
    `a stranger waits at ${office} with the right password`,
    await makeAttacker(target.gatewayUrl, office).signIn(emailOf('warehouse'), PASSWORD),
    { ...BARE, status: [429] },
  );
  report.answer(
    `the browser that works at ${office} goes on`,
    await colleague.signIn(emailOf('accountant'), PASSWORD),
    { ...BARE, status: [200] },
  );
  const [counted] = await target.query<{ addresses: string }>(
    `select count(distinct address) as addresses from auth.login_attempt
     where address <<= '192.0.2.0/24' and created_at > now() - interval '1 minute'`,
  );
  report.expect('no forged address was believed', counted?.addresses === '0');
}

/** nginx names itself; all else holds behind it as before it. */
const BARE = { status: [200, 401, 429], mayHave: ['server'] } as const;

function forged({ random }: Scan, last: number): Record<string, string> {
  const address = `192.0.2.${last}`;
  return random.pick<Record<string, string>>([
    { 'X-Forwarded-For': address },
    { 'X-Forwarded-For': `${address}, 127.0.0.1` },
    { 'X-Real-IP': address, Forwarded: `for=${address}` },
    { 'X-Forwarded-For': `${address},${address}`, 'X-Client-IP': address },
    {},
  ]);
}
