import { makeAttacker } from '../attacker.ts';
import type { Attack, Scan } from '../scan.ts';

const PLACES = 24;
/** Links an hour that one address may ask for (auth.request_password_reset), and some more. */
const ASKED = 24;
const TAKEN = 20;
/** Links a day that one mailbox is sent. */
const MAILS_A_DAY = 6;

/**
 * Forgotten passwords by the hundred, from some addresses and for some mailboxes: each address has
 * its measure and each mailbox too, over both servers, and an open invitation stays open.
 */
export const linkFloodsAttack: Attack = {
  name: '6 Links by the hundred, behind nginx',
  async run(scan) {
    const { target, report } = scan;
    const invitations = await open(scan, 'invitation');
    const places = Array.from({ length: PLACES }, (_, nth) => `127.6.${nth}.1`);
    const flooded = scan.sample(places, 2);
    await Promise.all(flooded.map((place) => flood(scan, place)));
    const [most] = await target.query<{ mails: string }>(
      `select coalesce(max(mails), 0) as mails from (
         select count(*) as mails from notification.outbox
         where template = 'password_reset' group by recipient) as m`,
    );
    report.expect(
      'no mailbox gets more than its measure',
      Number(most?.mails) <= MAILS_A_DAY,
      `${most?.mails} mails wait for one`,
    );
    report.expect('open invitations stay open', invitations === (await open(scan, 'invitation')));
    report.answer(
      'signing in is not held up by it',
      await makeAttacker(target.gatewayUrl, flooded[0] ?? '').signIn('nobody@sodaily.test', 'no'),
      { status: [401], mayHave: ['server'] },
    );
  },
};

async function flood(scan: Scan, place: string): Promise<void> {
  const { target, report, random } = scan;
  const statuses: number[] = [];
  for (let nth = 0; nth < ASKED; nth += 1) {
    const email = random.pick(['sales', 'manager', 'agency', 'gone', `x${nth}`, 'invited']);
    const answer = await makeAttacker(target.gatewayUrl, place).send(
      'POST',
      '/auth/password/forgot',
      {
        body: { email: `${email}@sodaily.test` },
        headers: { 'X-Forwarded-For': `203.0.113.${random.below(250)}` },
      },
    );
    const { status } = report.answer(`link ${nth} from ${place}`, answer, {
      status: [202, 429],
      mayHave: ['server'],
    });
    statuses.push(status);
  }
  const taken = statuses.filter((status) => status === 202).length;
  report.expect(`${place} is given ${TAKEN} an hour`, taken === TAKEN, `${taken} were taken`);
}

/** How many links of a kind are open, made first when there are none. */
async function open({ target }: Scan, purpose: string): Promise<string> {
  await target.query(
    `insert into auth.password_reset (user_id, token_hash, purpose, expires_at)
     select u.id, sha256(convert_to(u.email, 'UTF8')), $1, now() + interval '3 days'
     from auth."user" as u on conflict do nothing`,
    [purpose],
  );
  const [row] = await target.query<{ links: string }>(
    `select string_agg(encode(token_hash, 'hex'), ',' order by user_id) as links
     from auth.password_reset where purpose = $1`,
    [purpose],
  );
  return row?.links ?? '';
}
