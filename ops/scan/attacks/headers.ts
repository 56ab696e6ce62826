import { raw } from '../attacker.ts';
import type { Attack } from '../scan.ts';

/** One address of every class of route. */
export const PATHS = [
  '/',
  '/phieu-xuat/7',
  '/dang-nhap',
  '/index.html',
  '/assets/gone.js',
  '/icon.svg',
  '/theme-init.js',
  '/manifest.webmanifest',
  '/robots.txt',
  '/healthz',
  '/readyz',
  '/metrics',
  '/graphql',
  '/graphiql',
  '/api',
  '/api/v1',
  '/api/v1/openapi.json',
  '/api/v1/inventory/items',
  '/api/v1/inventory/issues',
  '/api/v1/inventory/issues/1',
  '/api/v1/agency/agencies',
  '/api/v1/nothing',
  '/auth',
  '/auth/login',
  '/auth/logout',
  '/auth/refresh',
  '/auth/me',
  '/auth/sessions',
  '/auth/totp',
  '/auth/step-up',
  '/auth/second-factor',
  '/auth/second-factor/enrol',
  '/auth/password/change',
  '/auth/password/forgot',
  '/auth/password/reset',
  '/auth/registration',
  '/auth/nothing',
  '/.env',
  '/.git/config',
  '/server-status',
];

/** Every class of route as a browser, a program and a broken client ask for it. */
export const headersAttack: Attack = {
  name: 'Headers on every class of route',
  async run({ stranger, people, report, target }) {
    const slow = Promise.all(SLOW.map(([, text]) => raw(target.url, text, 40_000)));
    for (const path of PATHS) {
      for (const [who, at] of [
        ['a stranger', stranger()],
        ['sales', people.sales.at],
      ] as const) {
        for (const accept of ['text/html', 'application/json', '*/*']) {
          const answer = report.answer(
            `${who} ${accept} ${path}`,
            await at.get(path, { Accept: accept }),
          );
          const isPage = String(answer.headers['content-type']).startsWith('text/html');
          if (isPage) report.check(`the page under ${path}`, inlineScripts(answer.body));
        }
      }
    }
    for (const [what, text, ...status] of BROKEN)
      report.answer(what, await raw(target.url, text), { status });
    const nonces = await Promise.all(Array.from({ length: 20 }, () => stranger().get('/healthz')));
    report.expect(
      'a nonce is used once',
      new Set(nonces.map(({ headers }) => headers['content-security-policy'])).size === 20,
    );
    for (const path of [
      '/assets/gone.js',
      '/.env',
      '/.git/config',
      '/web.config',
      '/.well-known/x',
      '/backup.sql',
      '/index.html.bak',
    ]) {
      report.answer(`nothing at ${path}`, await stranger().get(path, { Accept: 'text/html,*/*' }), {
        status: [404],
      });
    }
    for (const [nth, answer] of (await slow).entries())
      report.answer(`${SLOW[nth]?.[0]} is not waited for`, answer, { status: [408] });
    report.answer('no figures for strangers', await stranger().get('/metrics', { Accept: '*/*' }), {
      hides: ['process_cpu', 'http_request'],
    });
  },
};

/** A policy without unsafe-inline forbids them, so one that is there does not work. */
const inlineScripts = (page: string): string[] => [
  ...(page.match(/<script(?![^>]*\ssrc=)[^>]*>/g) ?? []),
  ...(page.match(/\son\w+=/g) ?? []),
  ...(page.match(/javascript:/g) ?? []),
  ...(page.includes('__CSP_NONCE__') ? ['a nonce was not put in'] : []),
  ...(page.match(/<style(?![^>]*nonce=)/g) ?? []),
];

const close = 'Host: x\r\nConnection: close\r\n';
/** Requests that never end. */
const SLOW: [what: string, text: string][] = [
  ['half a line', 'GET / HT'],
  ['half the headers', 'GET / HTTP/1.1\r\nHost: x\r\nX-Slow: '],
  [
    'half a body',
    `POST /auth/login HTTP/1.1\r\n${close}X-Sodaily-CSRF: 1\r\nContent-Type: `
      + `application/json\r\nContent-Length: 50\r\n\r\n{"email`,
  ],
];
const BROKEN: [what: string, text: string, ...statuses: number[]][] = [
  ['no HTTP', '\u0016\u0003\u0001\r\n\r\n', 400],
  ['an unknown method', `BREW / HTTP/1.1\r\n${close}\r\n`, 400],
  ['an unknown version', `GET / HTTP/9.9\r\n${close}\r\n`, 400],
  ['no host', 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n', 400],
  ['two hosts in the address', `GET http://evil.example/ HTTP/1.1\r\n${close}\r\n`, 200],
  ['a header that never ends', `GET / HTTP/1.1\r\n${close}X: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
  ['a space before the colon', `GET / HTTP/1.1\r\n${close}X-Bad : 1\r\n\r\n`, 400],
  ['a folded header', `GET /healthz HTTP/1.1\r\n${close}X-Bad: 1\r\n 2\r\n\r\n`, 400],
  [
    'two lengths',
    `POST /auth/login HTTP/1.1\r\n${close}Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello`,
    400,
  ],
  [
    'length and chunks',
    `POST /auth/login HTTP/1.1\r\n${close}Content-Length: 5\r\nTransfer-Encoding: `
      + `chunked\r\n\r\n0\r\n\r\n`,
    400,
  ],
  [
    'chunks under another name',
    `POST /auth/login HTTP/1.1\r\n${close}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n`,
    400,
    403,
  ],
  ['a negative length', `POST /auth/login HTTP/1.1\r\n${close}Content-Length: -1\r\n\r\n`, 400],
  [
    'a length that is no number',
    `POST /auth/login HTTP/1.1\r\n${close}Content-Length: 0x10\r\n\r\n`,
    400,
  ],
  [
    'a chunk of no size',
    `POST /auth/login HTTP/1.1\r\n${close}X-Sodaily-CSRF: 1\r\nContent-Type: `
      + `application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n`,
    400,
  ],
];
