// Everything that knows a secret is sent through the real log lines, and none comes out.
import { Writable } from 'node:stream';
import nodemailer from 'nodemailer';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../db/test/support/database.ts';
import { readEnv as readWorkerEnv } from '../../worker/env.ts';
import { logOf as workerLogOf } from '../../worker/log.ts';
import { readEnv, type Env } from '../env.ts';
import type { Log } from '../../platform/log.ts';
import { logOf } from '../log.ts';
import { start, type Running } from '../start.ts';
import { personAt } from './support/server.ts';

const KEY = 'tre già măng mọc "khoai đất" lạ mạ đất quen';
const PASSWORD = 'daily-2026';
const MAIL_TOKEN = 'q0vTw7p4nV6y2rJ8mKcXhZs5aLdEbUfG1oRiYtNx3Qw';

let db: TestDatabase;
let running: Running;
let env: Env;
let log: Log;
const lines: string[] = [];
const sink = new Writable({
  write(chunk, _encoding, done) {
    lines.push(String(chunk));
    done();
  },
});

beforeAll(async () => {
  db = await testDatabase();
  env = readEnv({
    AUTHENTICATOR_DATABASE_URL: db.authenticatorUrl,
    SIGN_IN_DATABASE_URL: db.signin,
    JWT_SECRET: KEY,
    SECOND_FACTOR_KEY: `${KEY} hai`,
    PORT: '0',
    METRICS_PORT: '0',
    COOKIE_SECURE: 'false',
    DEMO: 'true',
    LOG_LEVEL: 'trace',
    DATABASE_POOL_SIZE: '2',
    TRUSTED_DOCUMENTS: 'false',
  });
  log = logOf(env, sink);
  running = await start(env, log);
});
afterAll(async () => {
  await running.stop();
  await db.close();
});

const databasePassword = () => new URL(db.authenticatorUrl).password;
const written = () => lines.join('');

/** Fails with the name of the secret, never with the secret. */
function expectSilence(secrets: Record<string, string>): void {
  const heard = Object.entries(secrets)
    .filter(([, secret]) => written().includes(secret))
    .map(([name]) => name);
  expect(heard).toEqual([]);
}

describe('a day of requests at the level trace', () => {
  test('leaves lines, and no password, cookie or token in them', async () => {
    const sales = personAt(running.url);
    await sales.signIn('sales@sodaily.test');
    const [access = '', refresh = ''] = ['sodaily_access', 'sodaily_refresh'].map(
      (name) => sales.cookies.get(name) ?? '',
    );
    await sales.post('/auth/password/change', { current: PASSWORD, new: 'mot-cau-that-dai-2026' });
    await sales.post('/auth/password/reset', { token: MAIL_TOKEN, new: 'mot-cau-that-dai-2026' });
    await sales.get(`/auth/me?token=${MAIL_TOKEN}`, { Authorization: `Bearer ${access}` });
    await sales.post('/auth/refresh');
    await sales.graphql('{ businessDate }');
    await sales.send('POST', '/auth/login', { text: `{"email":"x","password":"${PASSWORD}` });
    await db.query('alter function config.business_date() rename to business_date_lost');
    await sales.graphql('{ businessDate }');
    await db.query('alter function config.business_date_lost() rename to business_date');

    expect(lines.length).toBeGreaterThan(7);
    expect(written()).toContain('"INTERNAL"');
    expectSilence({
      access,
      refresh,
      PASSWORD,
      newPassword: 'mot-cau-that-dai-2026',
      MAIL_TOKEN,
      KEY,
      database: databasePassword(),
    });
  });
});

describe('what goes wrong', () => {
  const failures: [name: string, fail: () => Promise<unknown> | unknown][] = [
    [
      'a connection that is refused',
      () =>
        new pg.Client({ connectionString: db.authenticatorUrl.replace(/:\d+\//, ':1/') }).connect(),
    ],
    [
      'a password that is wrong',
      () =>
        new pg.Client({
          connectionString: db.authenticatorUrl.replace(
            databasePassword(),
            'another-secret-password',
          ),
        }).connect(),
    ],
    ['an address that is none', () => new URL(db.authenticatorUrl.replace('postgres:', ' :'))],
    [
      'a library that quotes the address',
      () => {
        throw new Error(`cannot connect to ${db.authenticatorUrl}`);
      },
    ],
    [
      'a library that hangs its settings on the error',
      () => {
        throw Object.assign(new Error('no'), {
          input: db.authenticatorUrl,
          config: { connectionString: db.authenticatorUrl, auth: { pass: databasePassword() } },
        });
      },
    ],
    [
      'a cause of a cause',
      () => {
        throw new Error('outer', { cause: new Error(`inner ${databasePassword()} of ${KEY}`) });
      },
    ],
    [
      'a row that failed',
      () =>
        db.query(`insert into auth.user_secret (user_id, password_hash)
      values (null, '$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHQ$aGFzaG9mYXBhc3N3b3Jk')`),
    ],
  ];

  test.each(failures)('%s is told without secrets', async (_name, fail) => {
    const error = await (async () => fail())().then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(Error);
    log.error(
      { err: error, database: { connectionString: db.authenticatorUrl } },
      `failed: ${String(error)}`,
    );
    expect(lines.at(-1)).toContain('failed: ');
    expectSilence({
      KEY,
      database: databasePassword(),
      other: 'another-secret-password',
      hash: 'aGFzaG9mYXBhc3N3b3Jk',
    });
  });

  test('shapes of secrets are known wherever they stand', () => {
    const token = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI3In0.c2lnbmF0dXJl';
    log.warn(
      { note: `Cookie: sodaily_access=abc.def; __Host-sodaily_refresh=ghi`, jwt: token },
      `${token} smtp://bot:mat-khau@mail.example`,
    );
    expect(lines.at(-1)).toContain('[redacted]');
    expectSilence({ token, access: 'abc.def', refresh: '=ghi', smtp: 'mat-khau' });
  });
});

describe('the worker', () => {
  test('says neither the link of a mail nor what its mail server wants to hear', async () => {
    const workerEnv = readWorkerEnv({
      WORKER_DATABASE_URL: db.workerUrl,
      SMTP_URL: 'smtp://robot:rat-bi-mat-2026@127.0.0.1:1',
      LOG_LEVEL: 'trace',
    });
    const workerLog = workerLogOf(workerEnv, sink);
    const mail = {
      to: 'a@b.test',
      text: `https://so.example/dat-mat-khau#${MAIL_TOKEN}`,
      token: MAIL_TOKEN,
    };
    const error: unknown = await nodemailer
      .createTransport({ url: workerEnv.SMTP_URL })
      .sendMail(mail)
      .then(
        () => undefined,
        (reason: unknown) => reason,
      );
    workerLog.error(
      { err: error, mail, payload: { token: MAIL_TOKEN }, smtp: workerEnv.SMTP_URL },
      `${String(error)} ${mail.text}`,
    );
    expect(lines.at(-1)).toContain('ECONNREFUSED');
    expectSilence({
      MAIL_TOKEN,
      smtp: 'rat-bi-mat-2026',
      database: new URL(db.workerUrl).password,
    });
  });
});
