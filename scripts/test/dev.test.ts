// npm run dev on a copy of the repository: what is saved is there without a restart.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { freePorts } from '../../db/test/support/free_ports.ts';
import { withClient } from '../../db/tools/prepare.ts';
import { urlOf } from '../../db/tools/three_ways.ts';
import { cookiesOf } from './support/api.ts';
import { workingCopy, type ToolRun, type WorkingCopy } from './support/working_copy.ts';

const database = 'dev_loop';
/** On a quiet machine it is under 3 s; other tests share the cores here. */
const SOON_MS = 15_000;

let copy: WorkingCopy;
let dev: ToolRun;
let url: string;
let cookie: string;

beforeAll(async () => {
  copy = workingCopy(inject('cluster').secrets, ['server', 'worker', 'scripts', 'web']);
  const [port] = await freePorts(1);
  url = `http://127.0.0.1:${port}`;
  dev = copy.run('scripts/dev.ts', [], {
    DATABASE_URL: inject('cluster').adminUrl,
    DATABASE_NAME: database,
    DEMO: 'true',
    PORT: String(port),
    LOG_LEVEL: 'error',
  });
  await until(() => dev.said().includes('Ctrl-C stops all of it'), 60_000);
  cookie = await cookiesOf(url, 'sales');
}, 90_000);
afterAll(async () => {
  dev.child.kill('SIGTERM');
  await dev.ended;
  copy.remove();
});

/** Whether it came true in time. Error: npm run dev ended; with what it said. */
async function until(
  isTrue: () => boolean | Promise<boolean>,
  patienceMs = SOON_MS,
): Promise<boolean> {
  const began = performance.now();
  while (!(await isTrue())) {
    if (performance.now() - began > patienceMs || dev.child.exitCode !== null)
      throw new Error(`it did not come in ${patienceMs} ms:\n${dev.said()}`);
    await pause(50);
  }
  return true;
}

async function ask(body: object) {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Sodaily-CSRF': '1', cookie },
    body: JSON.stringify(body),
  });
  return (await response.json()) as { data?: Record<string, unknown>; errors?: unknown };
}

const change = (path: string, edit: (text: string) => string): void => {
  const file = join(copy.folder, path);
  const before = readFileSync(file, 'utf8');
  const after = edit(before);
  if (after === before) throw new Error(`the edit changes nothing in ${path}`);
  writeFileSync(file, after);
};

describe('npm run dev', () => {
  test('serves the page with hot reload, and the API behind it, at one address', async () => {
    const page = await fetch(url, { headers: { accept: 'text/html' } });
    expect(await page.text()).toContain('/@vite/client');
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    expect(dev.said()).toContain(`:${new URL(url).port}`);
  });

  test('knows a document of the page as soon as it is saved', async () => {
    const trusted = join(copy.folder, 'server', 'graphql', 'trusted_documents.json');
    const hashOf = (name: string): string | undefined =>
      Object.entries(JSON.parse(readFileSync(trusted, 'utf8')) as Record<string, string>).find(
        ([, text]) => text.includes(`query ${name}`),
      )?.[0];
    writeFileSync(
      join(copy.folder, 'web', 'src', 'features', 'agency', 'just_saved.graphql'),
      'query JustSaved { agencies(first: 1) { nodes { id code } } }\n',
    );

    let documentId: string | undefined;
    await until(() => (documentId = hashOf('JustSaved')) !== undefined);

    const { data, errors } = await ask({ documentId });
    expect(errors).toBeUndefined();
    expect(data).toMatchObject({ agencies: { nodes: [{ code: expect.any(String) }] } });
    expect(readFileSync(join(copy.folder, 'web', 'src', 'gql', 'graphql.ts'), 'utf8')).toContain(
      'JustSavedDocument',
    );
  });

  test('shows a new column in GraphQL and in the typed documents', async () => {
    await withClient(urlOf(inject('cluster').adminUrl, database), (client) =>
      client.query(
        `alter table inventory.unit add column shelf_word text;
         grant select (shelf_word) on inventory.unit to sodaily_staff`,
      ),
    );

    const fields = async (): Promise<string> =>
      JSON.stringify(await ask({ query: '{ __type(name: "Unit") { fields { name } } }' }));
    expect(await until(async () => (await fields()).includes('shelfWord'))).toBe(true);

    const schema = join(copy.folder, 'server', 'schema.graphql');
    expect(await until(() => readFileSync(schema, 'utf8').includes('shelfWord: String'))).toBe(
      true,
    );
  });

  test('answers with the words of errors.json as they stand there', async () => {
    change('db/errors.json', (text) =>
      text.replace(/("VALIDATION_ERROR": \{[^}]*?"en": ")[^"]*/, '$1Words that were just saved.'),
    );

    const said = async (): Promise<string> => JSON.stringify(await ask({ documentId: 'nobody' }));
    expect(await until(async () => (await said()).includes('Words that were just saved.'))).toBe(
      true,
    );
  });

  test('starts the server anew when its own code is saved', async () => {
    change('server/http/health.ts', (text) =>
      text.replace("json({ status: 'ok' })", "json({ status: 'ok', saved: true })"),
    );

    const healthy = async (): Promise<string> => {
      const answer = await fetch(`${url}/healthz`).catch(() => undefined);
      return (await answer?.text()) ?? '';
    };
    expect(await until(async () => (await healthy()).includes('"saved":true'))).toBe(true);
  });
});

test('what npm run dev leaves in the database is no drift of its rules', async () => {
  const drift = copy.run('db/tools/migrate.ts', [], {
    DATABASE_URL: inject('cluster').adminUrl,
    DATABASE_NAME: database,
    DEMO: 'true',
  });
  expect(await drift.ended).toBe(0);
  // the column of the test above is one of a table, not a rule
  expect(drift.said()).not.toContain('postgraphile_watch');
});
