import { raw } from '../attacker.ts';
import type { Attack } from '../scan.ts';

const UP = [
  '../',
  '..%2f',
  '%2e%2e/',
  '%2e%2e%2f',
  '..%252f',
  '..\\',
  '..%5c',
  '%c0%ae%c0%ae/',
  '....//',
  '..;/',
  '%00../',
  '.%2e/',
];
const FILES = [
  'package.json',
  'etc/passwd',
  '.env',
  'server/env.ts',
  '.git/config',
  '.data/secrets.json',
  'web/src/main.tsx',
];
const STARTS = ['/', '/assets/', '/api/v1/', '/auth/'];
const AWAY = [
  '//evil.example',
  '///evil.example',
  '/\\evil.example',
  '/%2f%2fevil.example',
  '/%5cevil.example',
  '/.evil.example',
  '//evil.example/..',
  '/https://evil.example',
  '/%09//evil.example',
  '/%0d%0aLocation:%20https://evil.example',
  '/login?next=https://evil.example',
  '/dang-nhap?redirect=//evil.example',
  '/?url=https://evil.example',
  '/auth/login?returnTo=https://evil.example',
  '/auth/logout?next=//evil.example',
  '/assets//evil.example',
  '/assets/../..//evil.example',
  '/index.html?continue=https://evil.example',
  '/api//evil.example',
  '/graphql?redirect_uri=https://evil.example',
];
const KNOWN = [
  /"name": "so-dai-ly"/,
  /root:/,
  /JWT_SECRET/,
  /z\.object/,
  /\[core\]/,
  /createRoot/,
  /"jwt"/,
];

/** Files from elsewhere, and ways to send people elsewhere. */
export const pathsAttack: Attack = {
  name: 'Path traversal and open redirect',
  async run({ stranger, report, target, random }) {
    const at = stranger();
    for (const start of STARTS) {
      for (const up of UP) {
        const file = random.pick(FILES);
        for (const [depth, name] of [
          [2, file],
          [6, random.pick(FILES)],
        ] as const) {
          const path = start + up.repeat(depth) + name;
          const answer = await raw(
            target.url,
            `GET ${path} HTTP/1.1\r\nHost: x\r\nAccept: */*\r\nConnection: close\r\n\r\n`,
          );
          report.answer(path, answer, { hides: KNOWN });
        }
      }
    }
    for (const path of AWAY) {
      for (const accept of ['text/html', 'application/json']) {
        report.answer(
          `away: ${path}`,
          await at.get(path, { Accept: accept, Referer: 'https://evil.example/' }),
          { hides: [/(href|src|content)="[^"]*evil\.example/] },
        );
      }
    }
    for (const [name, value] of [
      ['Host', 'evil.example'],
      ['X-Forwarded-Host', 'evil.example'],
      ['X-Original-URL', '/auth/sessions'],
      ['X-Rewrite-URL', '/metrics'],
      ['Forwarded', 'host=evil.example'],
      ['X-Forwarded-Proto', 'javascript'],
    ] as const) {
      for (const path of ['/', '/auth/me', '/api/v1/openapi.json', '/readyz']) {
        report.answer(
          `${name} at ${path}`,
          await at.get(path, { [name]: value, Accept: 'text/html' }),
          { hides: ['evil.example'] },
        );
      }
    }
  },
};
