// Secrets come from the environment or from files, and weak ones are for demo mode only.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../db/test/support/database.ts';
import { passwordProblem } from '../../platform/database_password.ts';
import { readDatabaseEnv } from '../../db/tools/env.ts';
import { withFiles } from '../../platform/setting_files.ts';
import { readEnv as readWorkerEnv } from '../../worker/env.ts';
import { mustBeEncrypted } from '../../worker/mail/mailer.ts';
import { startChild, stopChildren } from '../../scripts/children.ts';
import { readStartEnv } from '../../scripts/env.ts';
import { readEnv } from '../env.ts';

const KEY = 'tre già măng mọc, khoai đất lạ mạ đất quen';
const URL_OF = (password: string) =>
  `postgres://sodaily_authenticator:${password}@db.example:5432/sodaily?sslmode=verify-full`;
const GOOD = 'mot-mat-khau-that-dai';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sodaily-secrets-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content, { mode: 0o600 });
  return path;
}

describe('NAME_FILE', () => {
  test('is read in place of NAME, without the line break at its end', () => {
    const source = {
      JWT_SECRET_FILE: file('jwt', `${KEY}\n`),
      SECOND_FACTOR_KEY: KEY,
      AUTHENTICATOR_DATABASE_URL_FILE: file('url', URL_OF(GOOD)),
      SIGN_IN_DATABASE_URL: URL_OF(GOOD),
    };
    const env = readEnv(source);
    expect(env.JWT_SECRET[0]?.secret).toBe(KEY);
    expect(env.AUTHENTICATOR_DATABASE_URL).toBe(URL_OF(GOOD));
  });

  test('works for the tools of the database and for npm start', () => {
    expect(
      readDatabaseEnv({ DATABASE_URL_FILE: file('admin', `${URL_OF(GOOD)}\r\n`) }).DATABASE_URL,
    ).toBe(URL_OF(GOOD));
    expect(readStartEnv({ JWT_SECRET_FILE: file('jwt2', KEY) }).JWT_SECRET).toBe(KEY);
  });

  test('beside NAME is refused, so that nobody wonders which one counts', () => {
    expect(() =>
      withFiles({ SMTP_URL: 'smtp://a', SMTP_URL_FILE: file('smtp', 'smtp://b') }, ['SMTP_URL']),
    ).toThrow('SMTP_URL and SMTP_URL_FILE are both set');
  });

  test('that is not there is named', () => {
    expect(() => withFiles({ SMTP_URL_FILE: join(folder, 'gone') }, ['SMTP_URL'])).toThrow(
      /SMTP_URL_FILE: .*gone cannot be read \(ENOENT\)/,
    );
  });

  test('of settings that nobody reads is left alone', () => {
    expect(withFiles({ OTHER_FILE: join(folder, 'gone') }, ['SMTP_URL'])).toEqual({
      OTHER_FILE: join(folder, 'gone'),
    });
  });
});

describe('a database on another machine', () => {
  const settings = (query: string, host = 'db.example') => ({
    JWT_SECRET: KEY,
    SECOND_FACTOR_KEY: KEY,
    AUTHENTICATOR_DATABASE_URL: `postgres://sodaily_authenticator:${GOOD}@${host}/sodaily${query}`,
    SIGN_IN_DATABASE_URL: `postgres://sodaily_signin:${GOOD}@${host}/sodaily${query}`,
    WORKER_DATABASE_URL: `postgres://sodaily_worker:${GOOD}@${host}/sodaily${query}`,
  });
  const REFUSED = /must say sslmode=verify-full/;

  test.each(['', '?sslmode=require', '?sslmode=prefer', '?sslmode=no-verify', '?ssl=true'])(
    'is not connected to as %j, by which anybody may answer',
    (query) => {
      expect(() => readEnv(settings(query))).toThrow(REFUSED);
      expect(() => readWorkerEnv(settings(query))).toThrow(REFUSED);
      expect(() =>
        readDatabaseEnv({ DATABASE_URL: `postgres://postgres:${GOOD}@db.example/x${query}` }),
      ).toThrow(REFUSED);
    },
  );

  test.each(['?sslmode=verify-full', '?sslmode=disable'])('is connected to as %j', (query) => {
    expect(readEnv(settings(query)).AUTHENTICATOR_DATABASE_URL).toContain(query);
    expect(readWorkerEnv(settings(query)).WORKER_DATABASE_URL).toContain(query);
  });

  test.each(['127.0.0.1', 'localhost', '[::1]'])('is not what %s is', (host) => {
    expect(() => readEnv(settings('', host))).not.toThrow();
  });
});

describe('a mail server', () => {
  test.each([
    ['smtp://mail.example:587', true],
    ['smtps://mail.example', true],
    ['smtp://relay:25?requireTLS=false', false],
    ['smtp://127.0.0.1:2525', false],
    ['smtp://localhost', false],
  ])('at %s must speak TLS: %s', (url, must) => {
    expect(mustBeEncrypted(url)).toBe(must);
  });
});

describe('a process that is started by npm start', () => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await testDatabase();
  });
  afterAll(async () => {
    delete process.env['JWT_SECRET_FILE'];
    await db.close();
  });

  test('is given what was read from a file, and does not read the file again', async () => {
    process.env['JWT_SECRET_FILE'] = file('jwt3', KEY);
    const server = await startChild('server', {
      JWT_SECRET: KEY,
      SECOND_FACTOR_KEY: `${KEY} hai`,
      AUTHENTICATOR_DATABASE_URL: db.authenticatorUrl,
      SIGN_IN_DATABASE_URL: db.signin,
      DEMO: 'false',
      PORT: '0',
      METRICS_PORT: '0',
      LOG_LEVEL: 'error',
    });
    await stopChildren([server]);
    expect(server.process.exitCode).toBe(0);
  });
});

describe('the password of a database', () => {
  test.each([
    ['', 'has no password'],
    ['kurz', 'fewer than 12'],
    ['postgres', 'fewer than 12'],
    ['postgres12345', 'well-known or simple'],
    ['Sodaily-2026', 'well-known or simple'],
    ['changeme-please-1', 'well-known or simple'],
    ['sodaily_authenticator', 'well-known or simple'],
    ['aaaaaaaaaaaaaaaaaaaa', 'well-known or simple'],
    ['xx-password-xx', 'well-known or simple'],
  ])('is refused when it is %j', (password, reason) => {
    expect(passwordProblem(URL_OF(password))).toContain(reason);
  });

  test.each([
    URL_OF(GOOD),
    URL_OF('V2h5LXNvLXNlcmlvdXM_Li4'),
    'postgres://sodaily@/sodaily?host=/run/postgresql',
    'postgres://sodaily@db.example/sodaily?sslmode=verify-full&sslcert=client.pem&sslkey=client.key',
  ])('is taken when it is worth something, or when something better is there: %s', (address) => {
    expect(passwordProblem(address)).toBeUndefined();
  });

  const weak = URL_OF('postgres-1234');
  test.each<[string, (demo: string) => unknown, string]>([
    [
      'server',
      (DEMO) =>
        readEnv({
          AUTHENTICATOR_DATABASE_URL: weak,
          SIGN_IN_DATABASE_URL: weak,
          JWT_SECRET: KEY,
          SECOND_FACTOR_KEY: KEY,
          DEMO,
        }),
      'AUTHENTICATOR_DATABASE_URL: has a well-known',
    ],
    [
      'worker',
      (DEMO) => readWorkerEnv({ WORKER_DATABASE_URL: weak, DEMO }),
      'WORKER_DATABASE_URL: has a well-known',
    ],
    [
      'tools',
      (DEMO) => readDatabaseEnv({ DATABASE_URL: weak, DEMO }),
      'DATABASE_URL: has a well-known',
    ],
  ])('is checked by the %s outside demo mode, in a sentence without it', (_who, read, sentence) => {
    expect(() => read('false')).toThrow(sentence);
    expect(() => read('false')).not.toThrow('postgres-1234');
    expect(() => read('true')).not.toThrow();
  });
});

test('cookies over plain http are for demo mode only', () => {
  const read = (DEMO: string) => () =>
    readEnv({
      AUTHENTICATOR_DATABASE_URL: URL_OF(GOOD),
      SIGN_IN_DATABASE_URL: URL_OF(GOOD),
      JWT_SECRET: KEY,
      SECOND_FACTOR_KEY: KEY,
      COOKIE_SECURE: 'false',
      DEMO,
    });

  expect(read('false')).toThrow('COOKIE_SECURE: must be true');
  expect(read('true')().COOKIE_SECURE).toBe(false);
});
