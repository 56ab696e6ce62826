import type { Attack } from '../scan.ts';

const ROUTES: [method: string, path: string][] = [
  ['POST', '/graphql'],
  ['POST', '/auth/login'],
  ['POST', '/auth/logout'],
  ['POST', '/auth/refresh'],
  ['POST', '/auth/totp'],
  ['POST', '/auth/step-up'],
  ['POST', '/auth/password/change'],
  ['POST', '/auth/password/forgot'],
  ['POST', '/auth/password/reset'],
  ['DELETE', '/auth/sessions'],
  ['DELETE', '/auth/second-factor'],
  ['POST', '/auth/second-factor/enrol'],
  ['POST', '/auth/registration'],
  ['POST', '/api/v1/inventory/issues'],
];
const FROM: Record<string, string | undefined>[] = [
  { 'Sec-Fetch-Site': 'cross-site' },
  { 'Sec-Fetch-Site': 'same-site' },
  { 'Sec-Fetch-Site': 'CROSS-SITE' },
  { 'Sec-Fetch-Site': 'none', Origin: 'https://evil.example' },
  { Origin: 'https://evil.example' },
  { Origin: 'null' },
  { Origin: '' },
  { Origin: 'https://127.0.0.1.evil.example' },
  { Origin: 'file://' },
  { Origin: 'https://evil.example', 'X-Forwarded-Host': 'evil.example' },
  { 'X-Sodaily-CSRF': undefined },
];

/** Pages of other sites with the cookies of somebody who is signed in, and what they may read. */
export const otherSitesAttack: Attack = {
  name: 'Cross-site requests and CORS',
  async run({ people, report, stranger }) {
    for (const [method, path] of ROUTES) {
      for (const headers of FROM) {
        report.answer(
          `${method} ${path} ${JSON.stringify(headers)}`,
          await people.sales.at.send(method, path, { body: {}, headers }),
          { status: [403] },
        );
      }
      report.answer(
        `preflight ${path}`,
        await stranger().send('OPTIONS', path, {
          headers: {
            Origin: 'https://evil.example',
            'Access-Control-Request-Method': method,
            'Access-Control-Request-Headers': 'x-sodaily-csrf',
          },
        }),
        { status: [204] },
      );
    }
    for (const path of [
      '/',
      '/auth/me',
      '/api/v1/inventory/items',
      '/api/v1/openapi.json',
      '/healthz',
    ]) {
      report.answer(
        `read by another site: ${path}`,
        await people.sales.at.get(path, {
          Origin: 'https://evil.example',
          'Sec-Fetch-Site': 'cross-site',
        }),
      );
    }
    report.answer('sales is still signed in', await people.sales.at.get('/auth/me'), {
      status: [200],
    });
  },
};
