// What no answer of the server may hold, whoever asked for what: the passive rules.
import { join } from 'node:path';

export type Answer = Readonly<{
  status: number;
  /** Names in lower case; several of one name (Set-Cookie) as a list. */
  headers: Readonly<Record<string, string | string[] | undefined>>;
  body: string;
}>;

export type Expectation = Readonly<{
  /** Statuses that are right; without it any below 500. */
  status?: readonly number[];
  /** Words that must not stand in the body. */
  hides?: readonly (string | RegExp)[];
  /** Headers that this answer may have all the same, in lower case. */
  mayHave?: readonly string[];
}>;

const root = join(import.meta.dirname, '..', '..');

/** What each answer carries besides its policy; over TLS, as the production configuration is. */
const HEADERS: Record<string, string | RegExp> = {
  'content-security-policy':
    /^default-src 'self'; script-src 'self'; style-src-elem 'self' 'nonce-[\w+/=]{24}'; .*frame-ancestors 'none'/,
  'strict-transport-security': /^max-age=\d{8}; includeSubDomains$/,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'permissions-policy': /camera=\(\)/,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};
const FORBIDDEN_HEADERS =
  /^(access-control-.*|server|x-powered-by|via|x-aspnet.*|x-debug.*|x-runtime|public-key-pins|x-injected|location)$/;

const LEAKS: [name: string, shape: RegExp][] = [
  [
    'SQL',
    /\b(select\s.+\sfrom|insert into|update\s+\w+\.\w+\s+set|delete from)\s|syntax error at or near|violates .*constraint|SQLSTATE|pg_catalog|current transaction is aborted/i,
  ],
  [
    'a name of the database',
    /\b(auth|inventory|agency|finance|audit|config|report|notification)\.\w+_\w+|sodaily_(owner|definer|signin|authenticator)\b/,
  ],
  ['a stack', /\n\s+at [\w.<>]+ \(|node:internal|node_modules/],
  ['a path of the machine', new RegExp(`${root}|/(usr|home|root|tmp|var|proc)/\\w`)],
  ['a password hash', /\$argon2/],
  ['a token', /\beyJ[\w-]{8,}\.[\w-]+\./],
  ['a key', /PRIVATE KEY|JWT_SECRET|postgres:\/\//],
  ['a hint at the schema', /did you mean/i],
  ['a file of the machine', /root:x:0|"name": "so-dai-ly"|\[core\]/],
  ['an unforeseen error', /"code":"INTERNAL"/],
  ['a busy server', /"code":"BUSY"/],
];

/** Everything that is wrong with an answer, in short words. */
export function problemsOf(
  answer: Answer,
  { status, hides = [], mayHave = [] }: Expectation = {},
): string[] {
  return [
    ...statusProblems(answer, status),
    ...headerProblems(answer, mayHave),
    ...cookieProblems(answer),
    ...typeProblems(answer),
    ...LEAKS.filter(([, shape]) => shape.test(answer.body)).map(
      ([name]) => `the body shows ${name}`,
    ),
    ...hides
      .filter((word) =>
        typeof word === 'string' ? answer.body.includes(word) : word.test(answer.body),
      )
      .map((word) => `the body shows ${String(word)}`),
  ];
}

function statusProblems({ status }: Answer, expected: readonly number[] | undefined): string[] {
  if (status >= 500) return [`status ${status}`];
  if (status >= 300 && status < 400 && status !== 304) return [`a redirect, ${status}`];
  return expected && !expected.includes(status)
    ? [`status ${status} instead of ${expected.join(' or ')}`]
    : [];
}

function headerProblems({ headers }: Answer, mayHave: readonly string[]): string[] {
  const missing = Object.entries(HEADERS).filter(([name, wanted]) => {
    const value = String(headers[name] ?? '');
    return typeof wanted === 'string' ? value !== wanted : !wanted.test(value);
  });
  const forbidden = Object.keys(headers).filter(
    (name) => FORBIDDEN_HEADERS.test(name) && !mayHave.includes(name),
  );
  return [
    ...missing.map(([name]) => `header ${name} is ${String(headers[name])}`),
    ...forbidden.map((name) => `header ${name}`),
  ];
}

/** Only files of the web client may be kept, and what has a body says in which letters. */
function typeProblems({ headers, body, status }: Answer): string[] {
  const type = String(headers['content-type'] ?? '');
  const cache = String(headers['cache-control'] ?? '');
  const problems: string[] = [];
  if (body !== '' && type === '') problems.push('a body without a type');
  if (/^(text\/html|application\/json)/.test(type) && !/charset=utf-8/i.test(type))
    problems.push(`type ${type} without charset`);
  if (
    (/^(text\/html|application\/json)/.test(type) || status >= 400)
    && !cache.includes('no-store')
  )
    problems.push(`cache-control is ${cache || 'missing'}`);
  return problems;
}

function cookieProblems({ headers }: Answer): string[] {
  return [headers['set-cookie'] ?? []].flat().flatMap((cookie) => {
    const [name = ''] = cookie.split('=');
    const flags = ['HttpOnly', 'Secure', 'SameSite=Strict'].filter(
      (flag) => !new RegExp(`; ${flag}(;|$)`, 'i').test(cookie),
    );
    const isBound = name.startsWith('__Host-') && /; Path=\/(;|$)/i.test(cookie);
    return [
      ...flags.map((flag) => `cookie ${name} without ${flag}`),
      ...(isBound && !/; Domain=/i.test(cookie)
        ? []
        : [`cookie ${name} is not bound to its place`]),
    ];
  });
}
