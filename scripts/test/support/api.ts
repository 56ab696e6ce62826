// The real server in a process of its own, on a database made by the DBA's tools of a working copy.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inject } from 'vitest';
import { freePorts } from '../../../db/test/support/free_ports.ts';
import { databaseUrls } from '../../../db/tools/prepare.ts';
import { startChild, stopChildren } from '../../children.ts';
import type { WorkingCopy } from './working_copy.ts';

export interface Api {
  url: string;
  close: () => Promise<void>;
}

export async function startApi(copy: WorkingCopy, databaseName: string): Promise<Api> {
  const secrets = JSON.parse(readFileSync(join(copy.folder, '.data', 'secrets.json'), 'utf8'));
  const urls = databaseUrls(inject('cluster').adminUrl, databaseName, secrets);
  const [port, metrics] = await freePorts(2);
  const server = await startChild('server', {
    AUTHENTICATOR_DATABASE_URL: urls.authenticator,
    SIGN_IN_DATABASE_URL: urls.signin,
    JWT_SECRET: secrets.jwt,
    SECOND_FACTOR_KEY: secrets.secondFactor,
    COOKIE_SECURE: 'false',
    DEMO: 'true',
    HOST: '127.0.0.1',
    PORT: String(port),
    METRICS_PORT: String(metrics),
    LOG_LEVEL: 'error',
  });
  return { url: `http://127.0.0.1:${port}`, close: () => stopChildren([server]) };
}

/** Signs in with a demo login; the cookies, as a request carries them. */
export async function cookiesOf(url: string, person: string): Promise<string> {
  const login = await fetch(`${url}/auth/login`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Sodaily-CSRF': '1' },
    body: JSON.stringify({ email: `${person}@sodaily.test`, password: 'daily-2026' }),
  });
  if (!login.ok) throw new Error(`${person} could not sign in: ${await login.text()}`);
  return login.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
}

/** Signs in and returns what the test asks of the API. */
export async function signedIn(api: Api, person: string) {
  const cookie = await cookiesOf(api.url, person);
  return {
    priceOfFirstItem: async (): Promise<string> => {
      const response = await fetch(`${api.url}/api/v1/inventory/items?limit=1`, {
        headers: { cookie },
      });
      const body = (await response.json()) as { results: [{ issue_price: string }] };
      return body.results[0].issue_price;
    },
  };
}
