import { randomUUID } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { makeAttacker, raw } from '../attacker.ts';
import type { Attack, Scan } from '../scan.ts';

const ACCESS = '__Host-sodaily_access';
const REFRESH = '__Host-sodaily_refresh';
const OTHER_KEY = 'another key that is as long as ours is, and longer still';
const ENDPOINTS: [method: string, path: string, body?: unknown][] = [
  ['GET', '/auth/me'],
  ['GET', '/auth/sessions'],
  ['GET', '/api/v1/inventory/items'],
  ['POST', '/graphql', { query: '{ businessDate }' }],
  ['DELETE', '/auth/sessions'],
  ['POST', '/auth/second-factor/enrol'],
  ['POST', '/auth/step-up', { password: 'x' }],
];

/** Access tokens that are nearly right. */
export const tokensAttack: Attack = {
  name: 'Token tampering',
  async run(scan) {
    const { report, target } = scan;
    for (const [what, token] of forged(scan)) {
      for (const [method, path, body] of ENDPOINTS) {
        // the document must not be what is refused
        const at = makeAttacker(
          path === '/graphql' ? target.freeUrl : target.url,
          '203.0.113.200',
          new Map([[ACCESS, token]]),
        );
        report.answer(
          `${what} at ${method} ${path}`,
          await at.send(method, path, body === undefined ? {} : { body }),
          { status: [401] },
        );
      }
      report.answer(`${what} at a socket`, await raw(target.url, upgrade(`${ACCESS}=${token}`)), {
        status: [401],
      });
    }
    const good = scan.people.sales.at.cookies.get(ACCESS) ?? '';
    for (const headers of [
      { Authorization: `Bearer ${good}` },
      { 'X-Access-Token': good },
      { Cookie: `sodaily_access=${good}` },
      { Cookie: `${ACCESS.toLowerCase()}=${good}` },
    ]) {
      report.answer(
        `a good token in ${Object.keys(headers)[0]}`,
        await makeAttacker(target.url, '203.0.113.200').send('GET', '/auth/me', { headers }),
        { status: [401] },
      );
    }
    report.answer(
      'a good token in the address',
      await makeAttacker(target.url, '203.0.113.200').get(`/auth/me?access_token=${good}`),
      { status: [401] },
    );
    report.answer('and in its cookie it is good', await scan.people.sales.at.get('/auth/me'), {
      status: [200],
    });
  },
};

function forged({ people, target, random }: Scan): [what: string, token: string][] {
  const good = people.sales.at.cookies.get(ACCESS) ?? '';
  const [head = '', payload = '', signature = ''] = good.split('.');
  const claims = jwt.decode(good) as {
    sub: string;
    sid: string;
    iss: string;
    aud: string;
    exp: number;
    iat: number;
  };
  const admin = jwt.decode(people.admin.at.cookies.get(ACCESS) ?? '') as {
    sub: string;
    sid: string;
  };
  const header = { alg: 'HS256', typ: 'at+jwt' } as const;
  const sign = (
    changes: Record<string, unknown>,
    key = target.jwtKey,
    head2: Record<string, unknown> = {},
    algorithm: jwt.Algorithm = 'HS256',
  ) =>
    jwt.sign({ ...claims, ...changes }, key, {
      algorithm,
      header: { ...header, alg: algorithm, ...head2 },
    });
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const { exp: _exp, ...withoutEnd } = claims;
  return [
    ['nothing', ''],
    ['a word', 'x'],
    ['two dots', '..'],
    ['four parts', `${good}.x`],
    ['a very long one', 'a'.repeat(6_000)],
    ...['none', 'None', 'NONE', 'nOnE', ''].map((alg): [string, string] => [
      `alg ${alg}`,
      `${part({ alg, typ: 'at+jwt' })}.${payload}.`,
    ]),
    [
      'alg none with a signature',
      `${part({ alg: 'none', typ: 'at+jwt' })}.${payload}.${signature}`,
    ],
    ['alg HS512', sign({}, target.jwtKey, {}, 'HS512')],
    ['alg HS384', sign({}, target.jwtKey, {}, 'HS384')],
    [
      'alg RS256 with our signature',
      `${part({ alg: 'RS256', typ: 'at+jwt' })}.${payload}.${signature}`,
    ],
    ['another key', sign({}, OTHER_KEY)],
    [
      'a key in the head',
      sign({}, OTHER_KEY, { jwk: { kty: 'oct', k: Buffer.from(OTHER_KEY).toString('base64url') } }),
    ],
    ['a key to fetch', sign({}, OTHER_KEY, { jku: 'http://evil.example/jwks.json' })],
    ['a key by path', sign({}, OTHER_KEY, { kid: '../../dev/null' })],
    ['a key by SQL', sign({}, OTHER_KEY, { kid: "' union select 'x" })],
    ['an unknown key', sign({}, target.jwtKey, { kid: 'k9' })],
    ['another audience', sign({ aud: 'another' })],
    [
      'no audience',
      jwt.sign({ sub: claims.sub, sid: claims.sid, iss: claims.iss }, target.jwtKey, {
        algorithm: 'HS256',
        header,
        expiresIn: 600,
      }),
    ],
    ['another issuer', sign({ iss: 'another' })],
    ['type JWT', sign({}, target.jwtKey, { typ: 'JWT' })],
    ['type refresh', sign({}, target.jwtKey, { typ: 'rt+jwt' })],
    ['over', sign({ iat: 1, exp: 2 })],
    [
      'without an end',
      jwt.sign(withoutEnd, target.jwtKey, { algorithm: 'HS256', header, noTimestamp: true }),
    ],
    ['not yet', sign({ nbf: Math.floor(Date.now() / 1_000) + 3_600 })],
    ['the key as the administrator', sign({ sub: admin.sub })],
    ['a session that never was', sign({ sid: randomUUID() })],
    ['a session that is none', sign({ sid: 'x' })],
    ['nobody', sign({ sub: '0' })],
    ['a person who is SQL', sign({ sub: "1' or '1'='1" })],
    ['the right person in another session', sign({ sid: admin.sid })],
    ['a refresh token', people.sales.at.cookies.get(REFRESH) ?? ''],
    ...Array.from({ length: 12 }, (): [string, string] => {
      const at = random.below(good.length);
      const letter = random.pick([...'ABCDEFGHabcdefgh01234567']);
      // the last letters of a signature carry spare bits, so one that stays the same in effect is
      // no forgery
      const other = good[at] === letter ? '.' : letter;
      const broken = `${good.slice(0, at)}${other}${good.slice(at + 1)}`;
      return [`letter ${at} changed`, at >= good.length - 1 ? `${broken}A` : broken];
    }),
    ['a head without a body', `${head}..${signature}`],
  ];
}

export const upgrade = (cookie: string, ...headers: string[]): string =>
  [
    'GET /graphql HTTP/1.1',
    'Host: x',
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Protocol: graphql-transport-ws',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    ...(cookie === '' ? [] : [`Cookie: ${cookie}`]),
    ...headers,
    '',
    '',
  ].join('\r\n');
