// Mails of the letters of a month: what goes with them, as a mail program takes them apart.
import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runOnce } from 'graphile-worker';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../db/test/support/database.ts';
import { exampleBooks, type Example } from '../../db/test/support/open_items.ts';
import { withClient } from '../../db/tools/prepare.ts';
import { readEnv } from '../env.ts';
import { silentWorkerLogger } from '../log.ts';
import { makeMailer } from '../mail/mailer.ts';
import { queuePreset } from '../queue_preset.ts';
import { makeTaskList } from '../task_list.ts';
import { decoded } from './support/mail_text.ts';
import { readPdf } from './support/read_pdf.ts';

let db: TestDatabase;
let pgPool: pg.Pool;
let example: () => Promise<Example>;
let books: Example;
beforeAll(async () => {
  db = await testDatabase();
  pgPool = new pg.Pool({ connectionString: db.workerUrl, max: 6 });
  pgPool.on('error', () => undefined);
  pgPool.on('connect', (client) => client.on('error', () => undefined));
  ({ example } = await exampleBooks(db));
});
afterAll(async () => {
  await pgPool.end();
  await db.close();
});
beforeEach(async () => {
  books = await example();
  await books.slip('A', '10/11', 1_020_000);
  await pgPool.query('delete from graphile_worker._private_jobs');
  await db.query('delete from notification.outbox');
});

/** Writes the letters of the month of the example; returns the session in which it was done. */
const writeLetters = () =>
  db.commitAs('accountant', async (me) => {
    await me.query('select finance.create_letters($1, $2)', [randomUUID(), books.on('10/11')]);
    return me.sessionId;
  });

/** Sends what waits, and returns the mail to the agency of the example. */
async function mailed(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'letters-'));
  const env = readEnv({ WORKER_DATABASE_URL: db.workerUrl, DEMO: 'true', MAIL_DIR: folder });
  await runOnce({
    pgPool,
    preset: queuePreset,
    noHandleSignals: true,
    logger: silentWorkerLogger(),
    taskList: makeTaskList(makeMailer(env)),
  });
  const mails = await Promise.all(
    (await readdir(folder)).map((file) => readFile(join(folder, file), 'utf8')),
  );
  await rm(folder, { recursive: true });
  return mails.find((mail) => mail.includes(`To: ${books.code}@example.com`)) ?? 'no mail';
}

/** The bytes of the part that is a PDF; null when there is none. */
function pdfIn(mail: string): Buffer | null {
  const boundary = /boundary="([^"]+)"/.exec(mail)?.[1] ?? '';
  const part = mail.split(`--${boundary}`).find((one) => one.includes('application/pdf'));
  const body = part?.split('\r\n\r\n').slice(1).join('') ?? '';
  return part === undefined ? null : Buffer.from(body, 'base64');
}

const states = () =>
  db.query('select distinct o.status from notification.outbox as o order by o.status');

test('the letter is attached as a PDF, which is the one that is printed', async () => {
  await writeLetters();
  const mail = await mailed();

  const pages = await readPdf(pdfIn(mail) ?? Buffer.alloc(0));
  expect(pages[0]?.text).toContain(`(${books.code})`);
  expect(pages.map((page) => page.text).join('\n')).toContain('1.020.000');
  expect(mail).toMatch(/Content-Disposition: attachment;\s+filename\*0\*=utf-8''/);
  expect(decoded(mail)).toContain('Biên bản đầy đủ ở tệp kèm theo: ');
  expect(await states()).toEqual([{ status: 'sent' }]);
});

test('a mail goes out without it when whoever wrote it has signed out, and promises none', async () => {
  const session = await writeLetters();
  await withClient(db.signin, (route) => route.query('select auth.end_session($1)', [session]));
  const mail = await mailed();

  expect(mail).not.toContain('application/pdf');
  expect(decoded(mail).replaceAll('\u00a0', ' ')).toContain('Mua trong tháng 1.020.000 ₫');
  expect(decoded(mail)).not.toContain('kèm theo: ');
  expect(await states()).toEqual([{ status: 'sent' }]);
});
