// What npm start looks at before it begins: each thing that is missing is a sentence with a way
// out.
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { freePorts } from '../../db/test/support/free_ports.ts';
import { checkServer } from '../../db/tools/check_server.ts';
import { readDatabaseEnv } from '../../db/tools/env.ts';
import { prepareDatabase, withClient } from '../../db/tools/prepare.ts';
import { loadEnvFile } from '../../platform/env_file.ts';
import { readStartEnv } from '../env.ts';
import { checkMachine, checkRoom, freeMegabytes } from '../preflight.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sodaily-preflight-'));
  chmodSync(folder, 0o755);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const check = async (settings: Record<string, string> = {}) => {
  const [port] = await freePorts(1);
  const source = { DATA_DIR: folder, PORT: String(port), ...settings };
  return checkMachine(readStartEnv(source), readDatabaseEnv(source));
};

async function taken(): Promise<{ port: number; free: () => void }> {
  const [port = 0] = await freePorts(1);
  const other = createServer().listen(port, '127.0.0.1');
  await once(other, 'listening');
  return { port, free: () => other.close() };
}

describe('ports of metrics', () => {
  test('that nobody chose are free ones, and not the same', async () => {
    const { metrics, workerMetrics } = await check();

    expect(metrics).toBeGreaterThanOrEqual(9464);
    expect(workerMetrics).toBeGreaterThan(metrics);
  });

  test('that somebody chose and another program has are named, with the way out', async () => {
    const { port, free } = await taken();

    await expect(check({ METRICS_PORT: String(port) })).rejects.toThrow(
      new RegExp(`^Port ${port} \\(METRICS_PORT\\) is taken .* leave METRICS_PORT out`),
    );
    free();
  });
});

describe('the data folder', () => {
  test('that cannot be made is named', async () => {
    writeFileSync(join(folder, 'file'), '');

    await expect(check({ DATA_DIR: join(folder, 'file', 'data') })).rejects.toThrow(
      /^The data folder .*file\/data cannot be written \(ENOTDIR\)/,
    );
  });

  test('on a full disk is told with what is left and what is needed', () => {
    expect(() => checkRoom(folder, 700, 12)).toThrow(/has 12 MB left, and 700 MB are needed/);
    expect(() => checkRoom(folder, 1)).not.toThrow();
    expect(freeMegabytes(folder)).toBeGreaterThan(1);
  });
});

test('the file .env is read, and what the environment says already counts more', () => {
  writeFileSync(join(folder, '.env'), 'SODAILY_TEST_ONE=file\nSODAILY_TEST_TWO=file\n');
  process.env['SODAILY_TEST_TWO'] = 'environment';
  loadEnvFile(folder);
  const found = [process.env['SODAILY_TEST_ONE'], process.env['SODAILY_TEST_TWO']];
  delete process.env['SODAILY_TEST_ONE'];
  delete process.env['SODAILY_TEST_TWO'];

  expect(found).toEqual(['file', 'environment']);
  expect(() => loadEnvFile(join(folder, 'nowhere'))).not.toThrow();
});

describe('another server', () => {
  const { adminUrl, secrets } = inject('cluster');
  const login = 'preflight_plain';
  const password = randomBytes(16).toString('hex');
  const plainUrl = (): string => {
    const url = new URL(adminUrl);
    url.username = login;
    url.password = password;
    return url.href;
  };
  const asSuperuser = (text: string, url = adminUrl) =>
    withClient(url, (client) => client.query(text));
  afterAll(async () => {
    // graphile-migrate lets go of its connection a moment after its work
    await pause(500);
    await asSuperuser('drop database if exists administered with (force)');
    await asSuperuser(`drop role if exists ${login}`);
  });

  test('that does not answer is named, with what it said', async () => {
    const [port] = await freePorts(1);
    const url = new URL(`postgres://postgres@127.0.0.1:${port}/postgres`);
    url.password = 'secret-of-nobody';

    const error = await check({ DATABASE_URL: String(url) }).catch(
      (thrown: Error) => thrown.message,
    );
    expect(error).toContain(`The server of DATABASE_URL (127.0.0.1:${port}) cannot be used`);
    expect(error).not.toContain('secret-of-nobody');
  });

  test('where we are no superuser: an administrator gets the statements, and after them it works', async () => {
    await asSuperuser(`create role ${login} login password '${password}'`);
    const env = readDatabaseEnv({
      DATA_DIR: folder,
      DATABASE_URL: plainUrl(),
      DATABASE_NAME: 'administered',
    });
    writeFileSync(join(folder, 'secrets.json'), JSON.stringify(secrets));

    await expect(checkServer(plainUrl(), env)).rejects.toThrow(
      /preflight_plain of DATABASE_URL is no superuser.*administrator\.sql/s,
    );
    const file = join(folder, 'administrator.sql');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    await expect(prepareDatabase(plainUrl(), 'administered', secrets)).rejects.toThrow(
      'the roles of Sổ Đại Lý are not made yet',
    );

    // what psql does with the file: the first statement makes the database, the rest runs in it
    const [, inside = ''] = readFileSync(file, 'utf8').split(/^\\connect .*$/m);
    await asSuperuser('create database administered template template0');
    await asSuperuser(inside, adminUrl.replace(/\/postgres$/, '/administered'));

    await expect(checkServer(plainUrl(), env)).resolves.toBeUndefined();
    const urls = await prepareDatabase(plainUrl(), 'administered', secrets);
    const { rows } = await withClient(urls.worker, (client) =>
      client.query<{ migrations: boolean; jobs: number }>(
        `select to_regclass('inventory.issue') is not null as migrations,
           (select count(*)::int from graphile_worker.jobs) as jobs`,
      ),
    );
    expect(rows).toEqual([{ migrations: true, jobs: 0 }]);
  });
});
