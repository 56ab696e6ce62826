import { makeAttacker, type Attacker } from '../attacker.ts';
import { emailOf } from '../people.ts';
import type { Attack, Scan } from '../scan.ts';
import { PASSWORD } from '../target.ts';

const ACCESS = '__Host-sodaily_access';
const REFRESH = '__Host-sodaily_refresh';

/** Refresh tokens used twice, cookies that change places, sessions of others. */
export const sessionsAttack: Attack = {
  name: "Sessions: refresh replay, fixation, others' sessions",
  async run(scan) {
    // first, because the others end the accountant's sessions
    await othersSessions(scan);
    await replay(scan);
    await afterTheEnd(scan);
    await fixation(scan);
  },
};

async function fresh(
  { stranger }: Scan,
  role: 'accountant' | 'warehouse' = 'accountant',
): Promise<Attacker> {
  const at = stranger();
  await at.signIn(emailOf(role), PASSWORD);
  return at;
}

const withCookies = ({ target }: Scan, cookies: Record<string, string>): Attacker =>
  makeAttacker(target.url, '203.0.113.201', new Map(Object.entries(cookies)));

async function replay(scan: Scan): Promise<void> {
  const { report, target } = scan;
  const victim = await fresh(scan);
  const stolen = victim.cookies.get(REFRESH) ?? '';
  report.answer('a refresh', await victim.post('/auth/refresh'), { status: [200] });
  report.expect('a refresh gives another token', stolen !== victim.cookies.get(REFRESH));
  // within the grace of ten seconds two tabs may come with one token, but the thief gets no
  // successor
  const early = withCookies(scan, { [REFRESH]: stolen });
  report.answer('a second tab', await early.post('/auth/refresh'), { status: [200] });
  report.expect('a second tab is not handed the successor', early.cookies.get(REFRESH) === stolen);
  await target.query(
    `update auth.session set rotated_at = rotated_at - interval '1 minute'
      where rotated_at is not null`,
  );
  report.answer(
    'a stolen token, a minute later',
    await withCookies(scan, { [REFRESH]: stolen }).post('/auth/refresh'),
    { status: [401] },
  );
  report.answer('the whole family ends with it', await victim.get('/auth/me'), { status: [401] });
  report.answer('and cannot be refreshed', await victim.post('/auth/refresh'), { status: [401] });
  for (const token of [
    '',
    'x',
    stolen.slice(1),
    `${stolen}A`,
    stolen.toLowerCase(),
    "' or 1=1--",
    '\u00e9'.repeat(20),
    'a'.repeat(6_000),
    victim.cookies.get(ACCESS) ?? '',
  ]) {
    report.answer(
      `refresh by ${token.slice(0, 20)}`,
      await withCookies(scan, { [REFRESH]: encodeURIComponent(token) }).post('/auth/refresh'),
      { status: [401] },
    );
  }
}

async function afterTheEnd(scan: Scan): Promise<void> {
  const { report } = scan;
  const at = await fresh(scan);
  const kept = { [ACCESS]: at.cookies.get(ACCESS) ?? '', [REFRESH]: at.cookies.get(REFRESH) ?? '' };
  report.answer('signing out', await at.post('/auth/logout'), { status: [204] });
  report.expect(
    'signing out takes the cookies away',
    !at.cookies.has(ACCESS) && !at.cookies.has(REFRESH),
  );
  const thief = withCookies(scan, kept);
  for (const [method, path] of [
    ['GET', '/auth/me'],
    ['GET', '/api/v1/inventory/items'],
    ['POST', '/auth/refresh'],
    ['GET', '/auth/sessions'],
    ['POST', '/graphql'],
  ] as const) {
    const answer = await makeAttacker(
      path === '/graphql' ? scan.target.freeUrl : scan.target.url,
      thief.address,
      new Map(Object.entries(kept)),
    ).send(method, path, method === 'POST' ? { body: { query: '{ businessDate }' } } : {});
    report.answer(`${path} after signing out`, answer, { status: [401] });
  }
  const [one, other] = [await fresh(scan), await fresh(scan)];
  report.answer('all others are signed out', await one.send('DELETE', '/auth/sessions'), {
    status: [204],
  });
  report.answer('and out they are', await other.get('/auth/me'), { status: [401] });
  report.answer('but not oneself', await one.get('/auth/me'), { status: [200] });
  report.answer(
    'a link that nobody sent',
    await scan
      .stranger()
      .post('/auth/password/reset', { token: 'a'.repeat(43), new: 'mot-cau-that-dai-2026' }),
    { status: [410] },
  );
}

/** Cookies that somebody planted are not what a person is signed in with. */
async function fixation(scan: Scan): Promise<void> {
  const { report, people } = scan;
  const planted = {
    [ACCESS]: people.sales.at.cookies.get(ACCESS) ?? '',
    [REFRESH]: 'b'.repeat(43),
  };
  const at = withCookies(scan, planted);
  report.answer(
    'signing in over planted cookies',
    await at.signIn(emailOf('warehouse'), PASSWORD),
    { status: [200] },
  );
  report.expect(
    'gives cookies of its own',
    at.cookies.get(ACCESS) !== planted[ACCESS] && at.cookies.get(REFRESH) !== planted[REFRESH],
  );
  report.answer('as the person who signed in', await at.get('/auth/me'), {
    status: [200],
    hides: [emailOf('sales')],
  });
}

async function othersSessions(scan: Scan): Promise<void> {
  const { report, people, target } = scan;
  const sessions = await target.query<{ id: string; email: string }>(
    `select s.id::text, u.email from auth.session as s join auth."user" as u on u.id = s.user_id
      where s.ended_at is null`,
  );
  for (const person of Object.values(people)) {
    for (const { id } of sessions.filter(({ email }) => email !== person.email).slice(0, 6)) {
      report.answer(
        `${person.role} ends a session of somebody else`,
        await person.at.send('DELETE', `/auth/sessions/${id}`),
        { status: [404] },
      );
    }
    report.answer(`${person.role} sees own sessions only`, await person.at.get('/auth/sessions'), {
      status: [200],
      hides: sessions.filter(({ email }) => email !== person.email).map(({ id }) => id),
    });
  }
  for (const person of Object.values(people))
    report.answer(`${person.role} is still signed in`, await person.at.get('/auth/me'), {
      status: [200],
    });
}
