import type { Attack } from '../scan.ts';

const SHAPES: Record<string, string[]> = {
  '/auth/login': ['email', 'password'],
  '/auth/totp': ['code'],
  '/auth/step-up': ['code', 'password'],
  '/auth/password/change': ['current', 'new'],
  '/auth/password/forgot': ['email'],
  '/auth/password/reset': ['token', 'new'],
  '/auth/second-factor/confirm': ['code'],
  '/auth/registration': [
    'name',
    'district_id',
    'ward',
    'address',
    'phone',
    'email',
    'representative',
    'tax_code',
  ],
  '/api/v1/inventory/issues': [
    'client_key',
    'agency_id',
    'issue_date',
    'paid_now',
    'note',
    'items',
  ],
  '/graphql': ['query', 'variables', 'operationName', 'documentId', 'extensions'],
};
const BROKEN = [
  '',
  '{',
  '}',
  '[',
  '"',
  'null',
  '1',
  '[]',
  '[[]]',
  '{"a":}',
  "{'a':1}",
  '{"a":1,}',
  '{"a":1}{"b":2}',
  '\u0000',
  '\ufeff{}',
  'NaN',
  '{"__proto__":{"isAdmin":true}}',
  '{"constructor":{"prototype":{"x":1}}}',
  '['.repeat(20_000),
  '{"a":'.repeat(10_000),
  `{"a":"${'x'.repeat(150_000)}"}`,
  '{"a":1e400}',
  '{"a":"\\ud800"}',
  '{"a":1,"a":2}',
];
const EACH = 22;

/** Bodies that are no bodies, too large, too deep, and of any shape but the right one. */
export const bodiesAttack: Attack = {
  name: 'Oversized and malformed bodies',
  async run({ people, stranger, report, random }) {
    for (const [path, fields] of Object.entries(SHAPES)) {
      const known =
        path.startsWith('/auth/second') || !path.startsWith('/auth') ? people.sales.at : undefined;
      for (const text of BROKEN) {
        const answer = await (known ?? stranger()).send('POST', path, { text });
        report.answer(`${path} ${text.slice(0, 20)}`, answer, {
          status: [400, 401, 403, 413, 429, ...(path.endsWith('forgot') ? [202] : [])],
        });
      }
      for (let nth = 0; nth < EACH; nth += 1) {
        const body = Object.fromEntries(
          fields.filter(() => random.next() < 0.8).map((field) => [field, random.json()]),
        );
        const answer = await (known ?? stranger()).send('POST', path, { body });
        report.answer(
          `${path} fuzz ${nth} ${JSON.stringify(body).slice(0, 80)}`,
          answer,
          { hides: [/X-Injected: 1\r?\n/] },
          doneProblems(path, answer.status),
        );
      }
    }
    report.expect('no prototype was changed', !('isAdmin' in {}));
  },
};

/** Nonsense never succeeds; asking for a reset always says the same. */
const doneProblems = (path: string, status: number): string[] =>
  status >= 200 && status < 300 && !path.endsWith('forgot') && path !== '/graphql'
    ? [`status ${status}`]
    : [];
