// The scan sees what it says it sees: each thing that an answer may not hold, planted in one.
import { describe, expect, test } from 'vitest';
import { problemsOf, type Answer } from '../../ops/scan/inspect.ts';
import { makeRandom } from '../../ops/scan/random.ts';
import { mutations, queries, scopesOf } from '../../ops/scan/schema.ts';
import { safeHeaders } from '../http/security_headers.ts';

const headers = Object.fromEntries(
  Object.entries(safeHeaders(true, 'abcdefghijklmnopqrstuv==')).map(([name, value]) => [
    name.toLowerCase(),
    value,
  ]),
);
const sound: Answer = {
  status: 200,
  headers: {
    ...headers,
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
  },
  body: '{"data":{"items":[]}}',
};
const withHeaders = (changes: Record<string, string | string[] | undefined>): Answer => ({
  ...sound,
  headers: { ...sound.headers, ...changes },
});
const withBody = (body: string): Answer => ({ ...sound, body });
const cookie = '__Host-sodaily_access=x; Path=/; HttpOnly; Secure; SameSite=Strict';

test('nothing is wrong with a sound answer', () => {
  expect(problemsOf(sound)).toEqual([]);
  expect(problemsOf(withHeaders({ 'set-cookie': [cookie] }))).toEqual([]);
});

test.each<[string, Answer, string]>([
  ['a fault of the server', { ...sound, status: 500 }, 'status 500'],
  ['a redirect', { ...sound, status: 302 }, 'a redirect, 302'],
  [
    'no policy',
    withHeaders({ 'content-security-policy': undefined }),
    'header content-security-policy is undefined',
  ],
  [
    'inline scripts',
    withHeaders({ 'content-security-policy': "default-src 'self' 'unsafe-inline'" }),
    "header content-security-policy is default-src 'self' 'unsafe-inline'",
  ],
  [
    'no HSTS',
    withHeaders({ 'strict-transport-security': undefined }),
    'header strict-transport-security is undefined',
  ],
  ['a banner', withHeaders({ server: 'nginx' }), 'header server'],
  [
    'other sites let in',
    withHeaders({ 'access-control-allow-origin': '*' }),
    'header access-control-allow-origin',
  ],
  ['an answer to keep', withHeaders({ 'cache-control': 'public' }), 'cache-control is public'],
  [
    'no charset',
    withHeaders({ 'content-type': 'application/json' }),
    'type application/json without charset',
  ],
  [
    'a cookie for scripts',
    withHeaders({ 'set-cookie': [cookie.replace('; HttpOnly', '')] }),
    'cookie __Host-sodaily_access without HttpOnly',
  ],
  [
    'a cookie over plain http',
    withHeaders({ 'set-cookie': [cookie.replace('; Secure', '')] }),
    'cookie __Host-sodaily_access without Secure',
  ],
  [
    'a cookie for other sites',
    withHeaders({ 'set-cookie': [cookie.replace('Strict', 'Lax')] }),
    'cookie __Host-sodaily_access without SameSite=Strict',
  ],
  [
    'a cookie of a domain',
    withHeaders({ 'set-cookie': [`${cookie}; Domain=example.com`] }),
    'cookie __Host-sodaily_access is not bound to its place',
  ],
  ['SQL', withBody('syntax error at or near "x"'), 'the body shows SQL'],
  ['a statement', withBody('select id from inventory.item'), 'the body shows SQL'],
  [
    'a function',
    withBody('function auth.resume_session(uuid)'),
    'the body shows a name of the database',
  ],
  ['a stack', withBody('Error: x\n    at run (file.ts:1:2)'), 'the body shows a stack'],
  ['a path', withBody('/home/somebody/server.ts'), 'the body shows a path of the machine'],
  ['a hash', withBody('$argon2id$v=19$'), 'the body shows a password hash'],
  ['a token', withBody('eyJhbGciOiJIUzI1NiJ9.eyJ.x'), 'the body shows a token'],
  ['a hint', withBody('Did you mean "issues"?'), 'the body shows a hint at the schema'],
  ['an unforeseen error', withBody('{"code":"INTERNAL"}'), 'the body shows an unforeseen error'],
])('%s is seen', (_what, answer, problem) => {
  expect(problemsOf(answer)).toContain(problem);
});

test('words that somebody may not read are seen', () => {
  expect(problemsOf(withBody('Cửa hàng An Khang'), { hides: ['An Khang'] })).toEqual([
    'the body shows An Khang',
  ]);
  expect(problemsOf(sound, { status: [401, 403] })).toEqual(['status 200 instead of 401 or 403']);
});

describe('the cases', () => {
  test('are the same for the same seed, and others for another', () => {
    const row = (seed: number) => JSON.stringify(Array.from({ length: 20 }, makeRandom(seed).json));
    expect(row(1)).toBe(row(1));
    expect(row(1)).not.toBe(row(2));
  });

  test('know the right that nearly every command asks for', () => {
    const silent = mutations
      .filter(({ name }) => scopesOf(name).length === 0)
      .map(({ name }) => name);
    // one's own notifications, long jobs and files; what is exported or brought in says itself
    // which right it asks for
    expect(silent.toSorted()).toEqual([
      'applyImport',
      'assignImportNames',
      'cancelLongJob',
      'checkImportAgain',
      'chooseForImport',
      'endImportUpload',
      'markAllNotificationsRead',
      'markNotificationsRead',
      'readImportAgain',
      'startExport',
      'startImport',
    ]);
    expect(queries.length).toBeGreaterThan(60);
  });
});
