import { raw } from '../attacker.ts';
import type { Attack } from '../scan.ts';
import { PATHS } from './headers.ts';

const METHODS = [
  'HEAD',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'OPTIONS',
  'PROPFIND',
  'MKCOL',
  'LOCK',
  'SEARCH',
];
const BODIES = [
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'text/xml',
  'application/xml',
  'application/jsonp',
  'application/graphql',
  'application/json-patch+json',
  'application/vnd.api+json',
  'text/json',
  'application/octet-stream',
  'application/x-ndjson',
  'application/csp-report',
  '*/*',
  'application',
  '',
];
const COMMANDS = [
  '/graphql',
  '/auth/login',
  '/auth/totp',
  '/auth/step-up',
  '/auth/password/change',
  '/auth/password/forgot',
  '/auth/password/reset',
  '/auth/registration',
  '/auth/second-factor/confirm',
  '/api/v1/inventory/issues',
];

/** Every address in every way, and bodies in every language but ours. */
export const methodsAttack: Attack = {
  name: 'Method and content-type confusion',
  async run({ stranger, people, report, target }) {
    const at = stranger();
    for (const path of PATHS) {
      for (const method of METHODS) {
        const answer = report.answer(`${method} ${path}`, await at.send(method, path));
        if (method === 'OPTIONS') report.check(`OPTIONS ${path} tells nothing`, tells(answer));
      }
      const echo = await raw(
        target.url,
        `TRACE ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nCookie: a=hidden-thing\r\n\r\n`,
      );
      report.answer(`TRACE ${path}`, echo, { status: [405], hides: ['hidden-thing'] });
    }
    for (const name of ['X-HTTP-Method-Override', 'X-HTTP-Method', 'X-Method-Override']) {
      report.answer(
        `${name} is not believed`,
        await people.sales.at.send('GET', '/auth/sessions', { headers: { [name]: 'DELETE' } }),
        { status: [200] },
      );
      report.answer(`the session lives after ${name}`, await people.sales.at.get('/auth/me'), {
        status: [200],
      });
    }
    for (const path of COMMANDS) {
      for (const type of BODIES) {
        report.answer(
          `${path} as ${type || 'nothing'}`,
          await people.sales.at.send('POST', path, {
            text: '{"query":"{ businessDate }","email":"a@b.test","password":"x"}',
            headers: { 'Content-Type': type === '' ? undefined : type },
          }),
          { status: [415] },
        );
      }
      report.answer(
        `${path} with encoding`,
        await people.sales.at.send('POST', path, {
          text: Buffer.from([0x1f, 0x8b, 0, 1, 2]),
          headers: { 'Content-Encoding': 'gzip' },
        }),
        { status: [400, 415] },
      );
      report.answer(
        `${path} with an unknown encoding`,
        await people.sales.at.send('POST', path, {
          text: '{}',
          headers: { 'Content-Encoding': 'pigeon' },
        }),
        { status: [415] },
      );
    }
  },
};

const tells = ({ headers, body }: { headers: Record<string, unknown>; body: string }): string[] =>
  headers['allow'] !== undefined || body !== '' ? ['it names methods'] : [];
