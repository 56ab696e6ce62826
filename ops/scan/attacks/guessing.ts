import { codeOf } from '../../../server/test/support/second_factor.ts';
import type { Answer } from '../inspect.ts';
import { emailOf } from '../people.ts';
import type { Attack, Scan } from '../scan.ts';
import { PASSWORD } from '../target.ts';

const SPRAYED = [
  '123456',
  'password',
  'daily-2026',
  'sodaily2026',
  'Mua-Xuan-2026',
  'qwertyuiop12',
  'iloveyou1234',
  'admin123456789',
];

/** Many accounts with few passwords, one account from many places, and what answers give away. */
export const sprayingAttack: Attack = {
  name: 'Password spraying and account guessing',
  async run(scan) {
    const { report, stranger } = scan;
    await uniform(scan);
    const sprayer = stranger();
    const statuses: number[] = [];
    for (let nth = 0; nth < 60; nth += 1) {
      const email = nth % 3 === 0 ? emailOf('auditor') : `nobody${nth}@sodaily.test`;
      const answer = await sprayer.signIn(email, scan.random.pick(SPRAYED));
      statuses.push(report.answer(`spray ${nth}`, answer, { status: [401, 429] }).status);
    }
    report.expect('an address that sprays has to wait', statuses.includes(429), 'it never had to');
    report.answer(
      'then not even the right password helps there',
      await sprayer.signIn(emailOf('auditor'), PASSWORD),
      { status: [429] },
    );
    const spread: number[] = [];
    for (let nth = 0; nth < 40; nth += 1) {
      spread.push(
        report.answer(
          `from everywhere ${nth}`,
          await stranger().signIn(emailOf('manager'), scan.random.pick(SPRAYED)),
          { status: [401, 429] },
        ).status,
      );
    }
    report.expect(
      'an account that is guessed from everywhere is closed to strangers',
      spread.at(-1) === 429,
      'it is not',
    );
    report.answer('its owner is not thrown out', await scan.people.manager.at.get('/auth/me'), {
      status: [200],
    });
    report.answer(
      'and signs in where they always do',
      await scan.people.manager.at.signIn(emailOf('manager'), PASSWORD),
      { status: [200] },
    );
  },
};

const told = ({ status, body, headers }: Answer): string =>
  JSON.stringify([
    status,
    body.replaceAll(/[0-9a-f-]{36}/g, ''),
    Object.keys(headers)
      .filter((name) => name !== 'date')
      .toSorted(),
    headers['set-cookie'] !== undefined,
  ]);

/** Whoever exists is answered like whoever does not. */
async function uniform({ report, stranger }: Scan): Promise<void> {
  const pairs: [what: string, path: string, body: (email: string) => unknown][] = [
    ['signing in', '/auth/login', (email) => ({ email, password: 'wrong-wrong-wrong' })],
    ['forgetting', '/auth/password/forgot', (email) => ({ email })],
  ];
  for (const [what, path, body] of pairs) {
    const [known, unknown] = [
      await stranger().post(path, body(emailOf('sales'))),
      await stranger().post(path, body('nobody@sodaily.test')),
    ];
    report.check(
      `${what} says the same of everybody`,
      told(known) === told(unknown) ? [] : [`${told(known)} ≠ ${told(unknown)}`],
    );
  }
  for (const [path, body, wait] of [
    ['/auth/login', { password: 'wrong' }, 0],
    ['/auth/password/forgot', {}, 0],
  ] as const) {
    const time = async (email: string) => {
      const began = performance.now();
      await stranger().post(path, { email, ...body });
      return performance.now() - began + wait;
    };
    const times = { known: 0, unknown: 0 };
    for (let nth = 0; nth < 5; nth += 1) {
      times.known += await time(emailOf('warehouse'));
      times.unknown += await time(`nobody-${nth}@sodaily.test`);
    }
    report.check(
      `${path} takes as long for everybody`,
      times.known < times.unknown * 3 && times.unknown < times.known * 3
        ? []
        : [`${Math.round(times.known)} ms and ${Math.round(times.unknown)} ms`],
    );
  }
}

/** The administrator's password is known; the second factor is what is left. */
export const secondFactorAttack: Attack = {
  name: 'Second factor: bypass, replay, brute force',
  async run(scan) {
    await required(scan);
    await replayed(scan);
    await bypassed(scan);
    await timePasses(scan);
    await guessed(scan);
  },
};

/** What was tried before is forgotten, so that it is not throttling that refuses the next thing. */
const timePasses = ({ target }: Scan) =>
  target.query(`delete from auth.login_attempt where outcome is distinct from 'succeeded'`);

/** Somebody with the administrator's password, and nothing else. */
async function halfWay(scan: Scan) {
  await timePasses(scan);
  const at = scan.stranger();
  const answer = await at.signIn(emailOf('admin'), PASSWORD);
  scan.report.answer(
    'the password alone',
    answer,
    { status: [200] },
    answer.body === '{"totp_required":true}' ? [] : ['it asks for no code'],
  );
  return at;
}
const WRONG = [400, 401, 429];

async function replayed(scan: Scan): Promise<void> {
  const { report, people } = scan;
  const code = codeOf(people.admin.secret ?? '', 1);
  const first = await halfWay(scan);
  report.answer('half way in is out', await first.get('/auth/me'), { status: [401] });
  const challenge = new Map(first.cookies);
  report.answer('a code', await first.post('/auth/totp', { code }), { status: [200] });
  for (const old of [
    code,
    codeOf(people.admin.secret ?? '', 0),
    codeOf(people.admin.secret ?? '', -1),
  ]) {
    const thief = await halfWay(scan);
    report.answer(
      'a code that was used, or an older one',
      await thief.post('/auth/totp', { code: old }),
      { status: WRONG },
    );
  }
  const again = scan.stranger();
  for (const [name, value] of challenge) again.cookies.set(name, value);
  report.answer('a half-done sign-in works once', await again.post('/auth/totp', { code }), {
    status: WRONG,
  });
}

async function bypassed(scan: Scan): Promise<void> {
  const { report } = scan;
  for (const [method, path] of [
    ['POST', '/auth/refresh'],
    ['GET', '/auth/sessions'],
    ['POST', '/auth/second-factor/enrol'],
    ['DELETE', '/auth/second-factor'],
    ['POST', '/auth/second-factor/recovery-codes'],
    ['POST', '/auth/step-up'],
    ['GET', '/api/v1/inventory/items'],
    ['POST', '/graphql'],
  ] as const) {
    const at = await halfWay(scan);
    report.answer(
      `half way in: ${method} ${path}`,
      await at.send(
        method,
        path,
        method === 'POST' ? { body: { query: '{ businessDate }', password: PASSWORD } } : {},
      ),
      { status: [401] },
    );
  }
  for (const value of [
    null,
    '',
    [],
    {},
    true,
    0,
    ['123456'],
    { $ne: '' },
    '000000 or 1=1',
    '１２３４５６',
    '-00001',
    '1e5',
    ' '.repeat(6),
  ]) {
    const at = await halfWay(scan);
    report.answer(
      `the code ${JSON.stringify(value)}`,
      await at.post('/auth/totp', { code: value }),
      { status: WRONG },
    );
  }
  for (const challenge of [
    '',
    'x',
    'a'.repeat(43),
    "' or 1=1--",
    scan.people.sales.at.cookies.get('__Host-sodaily_access') ?? '',
  ]) {
    const at = scan.stranger();
    at.cookies.set('__Host-sodaily_challenge', encodeURIComponent(challenge));
    report.answer(
      `the half-done sign-in ${challenge.slice(0, 10)}`,
      await at.post('/auth/totp', { code: '123456' }),
      { status: [401] },
    );
  }
}

async function guessed(scan: Scan): Promise<void> {
  const { report, random, stranger } = scan;
  const statuses: number[] = [];
  for (let round = 0; round < 10; round += 1) {
    // a new address and a new half-done sign-in for every four guesses
    const at = stranger();
    statuses.push(
      report.answer(`round ${round}`, await at.signIn(emailOf('admin'), PASSWORD), {
        status: [200, 429],
      }).status,
    );
    for (let nth = 0; nth < 4; nth += 1) {
      const code = String(random.below(1_000_000)).padStart(6, '0');
      statuses.push(
        report.answer(`guess ${round}.${nth}`, await at.post('/auth/totp', { code }), {
          status: WRONG,
        }).status,
      );
    }
  }
  report.expect(
    'guessing has to wait',
    statuses.slice(0, 12).includes(429),
    `twelve steps passed: ${statuses.slice(0, 12).join(' ')}`,
  );
  report.answer(
    'the administrator works on meanwhile',
    await scan.people.admin.at.get('/auth/me'),
    { status: [200] },
  );
}

/** A role that asks for it stops every session without it, at once and everywhere. */
async function required({ target, people, report }: Scan): Promise<void> {
  const set = (isRequired: boolean) =>
    target.query(`update auth.role set is_second_factor_required = $1 where code = 'warehouse'`, [
      isRequired,
    ]);
  await set(true);
  const { at } = people.warehouse;
  for (const [method, path] of [
    ['GET', '/api/v1/inventory/items'],
    ['GET', '/api/v1/agency/agencies'],
    ['POST', '/api/v1/inventory/issues'],
    ['POST', '/graphql'],
  ] as const) {
    const body =
      path === '/graphql'
        ? { query: '{ businessDate }' }
        : { client_key: 'x', agency_id: '1', items: [{ item_id: '1', quantity: '1' }] };
    const answer = await (path === '/graphql' ? at.at(target.freeUrl) : at).send(
      method,
      path,
      method === 'POST' ? { body } : {},
    );
    report.answer(
      `without it: ${method} ${path}`,
      answer,
      {},
      answer.body.includes('SECOND_FACTOR_REQUIRED')
        ? []
        : [`${answer.status} ${answer.body.slice(0, 80)}`],
    );
  }
  await set(false);
  report.answer('and with it no more asked for', await at.get('/api/v1/inventory/items'), {
    status: [200],
  });
}
