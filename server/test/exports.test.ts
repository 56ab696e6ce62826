import { randomUUID } from 'node:crypto';
import { runOnce } from 'graphile-worker';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { silentWorkerLogger } from '../../worker/log.ts';
import { queuePreset } from '../../worker/queue_preset.ts';
import { taskList } from '../../worker/test/support/tasks.ts';
import { dispositionOf } from '../api/file/file_names.ts';
import { testServer, type Person, type TestServer } from './support/server.ts';

let server: TestServer;
let pgPool: pg.Pool;
let manager: Person;
beforeAll(async () => {
  server = await testServer();
  manager = await server.signedIn('manager');
  pgPool = new pg.Pool({ connectionString: server.db.workerUrl, max: 4 });
});
afterAll(async () => {
  await pgPool.end();
  await server.close();
});

const start = (person: Person, format: string, what = 'agencies') =>
  person.graphql(
    'mutation ($input: StartExportInput!) { startExport(input: $input) { export { id '
      + 'longJob { id status doneCount totalCount } } } }',
    {
      input: {
        clientKey: randomUUID(),
        what,
        format,
        parameters: { language: 'vi', search: 'Cô Ba' },
      },
    },
  );
const runQueue = () =>
  runOnce({
    pgPool,
    taskList,
    preset: queuePreset,
    noHandleSignals: true,
    logger: silentWorkerLogger(),
  });
async function made(person: Person, format: string): Promise<string> {
  const { body } = await start(person, format);
  await runQueue();
  return body.data.startExport.export.id as string;
}
const fetchFile = async (person: Person, id: string, method = 'GET') => {
  const response = await fetch(`${server.url}/api/v1/exports/${id}`, {
    method,
    headers: { Cookie: person.cookieHeader() },
  });
  return {
    status: response.status,
    headers: response.headers,
    bytes: Buffer.from(await response.arrayBuffer()),
  };
};

describe('a file that was made', () => {
  test.each([
    ['csv', 'text/csv; charset=utf-8', '\u00EF\u00BB\u00BF'],
    ['pdf', 'application/pdf', '%PDF'],
    ['xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'PK'],
  ])(
    'comes as %s, whole, to be kept and not to be opened by the browser',
    async (format, type, beginning) => {
      const { status, headers, bytes } = await fetchFile(manager, await made(manager, format));

      expect(status).toBe(200);
      expect(headers.get('content-type')).toBe(type);
      const [, plain, written] =
        /^attachment; filename="([^"]+)"; filename\*=UTF-8''([\w%.-]+)$/.exec(
          headers.get('content-disposition') ?? '',
        ) ?? [];
      expect(plain).toMatch(new RegExp(`^so-dai-ly-agencies-[\\w-]+\\.${format}$`));
      expect(decodeURIComponent(written ?? '')).toMatch(
        new RegExp(`^Đại lý \\d{4}-\\d{2}-\\d{2} \\d{4}\\.${format}$`),
      );
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('content-length')).toBe(String(bytes.length));
      expect(bytes.toString('latin1').startsWith(beginning)).toBe(true);
    },
  );

  test('has a name that people know, whatever it is of', async () => {
    const kinds = await server.db.query<{ code: string }>('select code from file.export_kind');

    for (const { code } of kinds)
      expect(dispositionOf({ what: code, format: 'pdf', id: '7' }), code).toContain('filename*=');
    const agencies = { what: 'agencies', format: 'csv', id: '7' };
    expect(dispositionOf({ ...agencies, language: 'en' })).toContain(
      `filename*=UTF-8''Agencies%20%28file%207%29.csv`,
    );
    expect(dispositionOf({ ...agencies, file_name: 'Nợ DL0001' })).toContain(
      `filename*=UTF-8''N%E1%BB%A3%20DL0001.csv`,
    );
  });

  test('is shown by the browser when a paper is asked for so, and no other file ever is', async () => {
    const shown = async (format: string) =>
      (await fetchFile(manager, `${await made(manager, format)}?view`)).headers.get(
        'content-disposition',
      );

    expect(await shown('pdf')).toMatch(/^inline; filename="/);
    expect(await shown('csv')).toMatch(/^attachment; filename="/);
  });

  test('is told of without its bytes when only that is asked', async () => {
    const id = await made(manager, 'csv');
    const whole = await fetchFile(manager, id);

    const told = await fetchFile(manager, id, 'HEAD');

    expect(told.status).toBe(200);
    expect(told.bytes).toHaveLength(0);
    expect(told.headers.get('content-length')).toBe(String(whole.bytes.length));
    expect((await fetchFile(server.visitor(), id, 'HEAD')).status).toBe(401);
  });

  test('follows what was searched for', async () => {
    const { bytes } = await fetchFile(manager, await made(manager, 'csv'));

    expect(bytes.toString('utf8').trim().split('\r\n')).toHaveLength(2);
    expect(bytes.toString('utf8')).toContain('Tạp hóa Cô Ba');
  });

  test('is nobody else’s, and nothing to a stranger', async () => {
    const id = await made(manager, 'csv');

    expect((await fetchFile(await server.signedIn('admin'), id)).status).toBe(404);
    expect((await fetchFile(server.visitor(), id)).status).toBe(401);
    expect((await fetchFile(manager, '999999')).status).toBe(404);
  });

  test('that is too old is said to be so', async () => {
    const id = await made(manager, 'csv');
    await server.db.query(`update file.export set expires_at = now() where id::text = $1`, [id]);

    const { status, bytes } = await fetchFile(manager, id);

    expect(status).toBe(410);
    expect(JSON.parse(bytes.toString())).toMatchObject({
      code: 'FILE_EXPIRED',
      details: { expired_at: expect.any(String) },
    });
  });
});

test('progress and states are read through GraphQL, the session that asked is not', async () => {
  const { body } = await start(manager, 'csv');
  expect(body.data.startExport.export.longJob).toMatchObject({
    status: 'waiting',
    doneCount: '0',
    totalCount: null,
  });
  const { body: hidden } = await manager.graphql('{ longJobs(first: 1) { nodes { sessionId } } }');

  expect(hidden.errors).toHaveLength(1);
  await runQueue();
});

test('who may not see it may not export it', async () => {
  const warehouse = await server.signedIn('warehouse');
  const { body } = await start(warehouse, 'csv', 'payments');

  expect(body.errors[0].extensions.code).toBe('PERMISSION_DENIED');
});
