import { readdirSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AddressInfo } from 'node:net';
import { runOnce } from 'graphile-worker';
import pg from 'pg';
import { SMTPServer } from 'smtp-server';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../db/test/support/database.ts';
import { regulate } from '../../db/test/support/life.ts';
import { exampleBooks, type Example } from '../../db/test/support/open_items.ts';
import { queueAnnouncing } from '../announcer.ts';
import { readEnv } from '../env.ts';
import { silentWorkerLogger } from '../log.ts';
import { makeMailer } from '../mail/mailer.ts';
import { render } from '../mail/render.ts';
import { queuePreset } from '../queue_preset.ts';
import { makeTaskList } from '../task_list.ts';
import { decoded } from './support/mail_text.ts';

let db: TestDatabase;
let pgPool: pg.Pool;
let smtp: SMTPServer;
let smtpUrl: string;
let refusal: Error | undefined;
let unknownRecipient = false;
const received: { to: string[]; text: string }[] = [];

beforeAll(async () => {
  db = await testDatabase();
  pgPool = new pg.Pool({ connectionString: db.workerUrl, max: 6 });
  pgPool.on('error', () => undefined);
  pgPool.on('connect', (client) => client.on('error', () => undefined));
  smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo(_address, _session, done) {
      done(
        unknownRecipient
          ? Object.assign(new Error('no such user here'), { responseCode: 550 })
          : null,
      );
    },
    onData(stream, session, done) {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        if (!refusal) {
          received.push({
            to: session.envelope.rcptTo.map(({ address }) => address),
            text: Buffer.concat(parts).toString(),
          });
        }
        done(refusal);
      });
    },
  });
  await new Promise<void>((resolve) => {
    smtp.listen(0, '127.0.0.1', resolve);
  });
  smtpUrl = `smtp://127.0.0.1:${(smtp.server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await new Promise<void>((resolve) => {
    smtp.close(resolve);
  });
  await pgPool.end();
  await db.close();
});
/** Nothing waits to be done or to be told of. */
async function emptyQueue(): Promise<void> {
  await pgPool.query('delete from graphile_worker._private_jobs');
  await db.query('delete from notification.announcement');
}
beforeEach(async () => {
  await emptyQueue();
  await db.query('delete from notification.outbox');
  await db.query('delete from auth.password_reset');
});
afterEach(() => {
  received.length = 0;
  refusal = undefined;
  unknownRecipient = false;
});

const forgot = (email = 'sales@sodaily.test') =>
  db.commitOwner(async (owner) => {
    await owner.query('set local role sodaily_definer');
    await owner.query('select auth.request_password_reset($1)', [email]);
  });
const runQueue = async (settings: Record<string, string> = { SMTP_URL: smtpUrl }) => {
  await queueAnnouncing(pgPool);
  await runOnce({
    pgPool,
    preset: queuePreset,
    noHandleSignals: true,
    logger: silentWorkerLogger(),
    taskList: makeTaskList(
      makeMailer(
        readEnv({
          WORKER_DATABASE_URL: db.workerUrl,
          PUBLIC_URL: 'https://so.example.com/',
          ...settings,
        }),
      ),
    ),
  });
};
const outbox = async () =>
  (
    await db.query<Record<string, unknown>>(
      `select o.id::text, o.message_key::text as key, o.status, o.attempts, o.subject,
        o.last_error as error, o.payload,
     o.sent_at is not null as is_sent from notification.outbox as o`,
    )
  )[0] ?? {};

test('a mail goes out by SMTP in the language of the person, and its token is forgotten', async () => {
  await forgot();
  const { key, payload } = await outbox();
  const { token } = payload as { token: string };

  await runQueue();

  expect(received).toHaveLength(1);
  expect(received[0]?.to).toEqual(['sales@sodaily.test']);
  const text = decoded(received[0]?.text ?? '');
  expect(text).toContain(`Message-ID: <${String(key)}@so.example.com>`);
  expect(text).toContain('Chào Nguyễn Văn Bán,');
  expect(text).toContain(`https://so.example.com/dat-mat-khau#${token}`);
  expect(text).toContain(`<a href="https://so.example.com/dat-mat-khau#${token}"`);
  expect(await outbox()).toMatchObject({
    status: 'sent',
    attempts: 1,
    is_sent: true,
    subject: 'Đặt lại mật khẩu Sổ Đại Lý',
    payload: { full_name: 'Nguyễn Văn Bán' },
  });
  expect(await db.query('select from graphile_worker.jobs')).toEqual([]);
});

test('a mail goes out once, however often its job runs, also twice at the same moment', async () => {
  await forgot();
  const { id } = await outbox();
  for (let n = 0; n < 3; n += 1)
    await pgPool.query(`select graphile_worker.add_job('send_email', $1)`, [{ outbox_id: id }]);

  await Promise.all([runQueue(), runQueue()]);

  expect(received).toHaveLength(1);
  expect(await outbox()).toMatchObject({ status: 'sent', attempts: 1 });
});

test('a mail that the server refuses says why, and goes out later under the same Message-ID', async () => {
  await forgot();
  refusal = new Error('the mailbox is full');
  await runQueue();
  const failed = await outbox();
  expect(failed).toMatchObject({
    status: 'failed',
    attempts: 1,
    is_sent: false,
    error: expect.stringContaining('mailbox is full'),
  });

  refusal = undefined;
  await pgPool.query('update graphile_worker._private_jobs set run_at = now()');
  await runQueue();

  expect(received).toHaveLength(1);
  expect(received[0]?.text).toContain(`Message-ID: <${String(failed['key'])}@`);
  expect(await outbox()).toMatchObject({ status: 'sent', attempts: 2, error: null });
});

test('a mail that comes back is written down, forgets its token, and is not tried again', async () => {
  await forgot();
  unknownRecipient = true;
  await runQueue();

  expect(await outbox()).toMatchObject({
    status: 'bounced',
    attempts: 1,
    is_sent: false,
    error: expect.stringContaining('no such user'),
    payload: { full_name: 'Nguyễn Văn Bán' },
  });
  expect(await db.query('select from graphile_worker.jobs')).toEqual([]);
  expect(
    await db.as('admin', (me) =>
      me.query('select m.recipient, m.status from notification.mail_problems() as m'),
    ),
  ).toEqual([{ recipient: 'sales@sodaily.test', status: 'bounced' }]);
});

test('a mail leads to what it is about, with money as people read it', async () => {
  await db.commitOwner(async (owner) => {
    await owner.query('set local role sodaily_definer');
    await owner.query(`select notification.queue_email('co.ba@example.com', 'vi',
      'payment_received', jsonb_build_object(
      'full_name', 'Cô Ba', 'agency_id', '7', 'agency_code', 'DL0001', 'agency_name',
      'Tạp hóa Cô Ba', 'payment_id', '12',
      'payment_code', 'PT-2026-000012', 'paid_amount', '1500000'), '12')
      from generate_series(1, 2)`);
  });
  await runQueue();

  expect(received).toHaveLength(1);
  const text = decoded(received[0]?.text ?? '');
  expect(text).toContain('https://so.example.com/phieu-thu/12');
  expect(text).toMatch(
    /Đã nhận 1\.500\.000\s₫ của Tạp hóa Cô Ba \(DL0001\), phiếu thu PT-2026-000012\./,
  );
});

describe('an agency is mailed', () => {
  let books: Example;
  let example: () => Promise<Example>;
  beforeAll(async () => {
    await regulate(db, 'PAYMENT_NOT_OVER_DEBT', 'false');
    ({ example } = await exampleBooks(db));
  });
  beforeEach(async () => {
    books = await example();
  });
  const plain = (n: number) => decoded(received[n]?.text ?? '').replaceAll('\u00a0', ' ');

  test('what came back, with the debt before and the credit after, and then what it got back', async () => {
    const slip = await books.slip('A', '10/11', 1_020_000, 500_000);
    await books.takeBack(slip, 3);
    await emptyQueue();
    const made = await books.takeBack(slip, 7);
    await runQueue();

    expect(received.map(({ to }) => to)).toEqual([[`${books.code}@example.com`]]);
    expect(plain(0)).toContain(
      `phiếu trả ${made.code} của phiếu xuất ${slip.code}, trị giá 714.000 ₫.`,
    );
    expect(plain(0)).toContain(
      'Trước phiếu này đại lý còn nợ 214.000 ₫, sau phiếu này đại lý có dư 500.000 ₫.',
    );
    expect(plain(0)).toContain(`https://so.example.com/phieu-tra/${made.id}`);

    received.length = 0;
    const refund = await books.refund('29/11', 296_000);
    await runQueue();
    expect(plain(0)).toContain(
      `Đã trả lại 296.000 ₫ cho ${books.code} (${books.code}), phiếu chi ${refund.code}. `
        + 'Sau phiếu này đại lý có dư 204.000 ₫.',
    );
    expect(plain(0)).toContain(`https://so.example.com/phieu-chi/${refund.id}`);
  });

  test('what is past due, each document by what it is', async () => {
    await books.begin('01/10', [
      ['HD01', '15/08', '14/09', 3_000_000],
      ['HD02', '01/10', '31/10', 2_000_000],
      ['TT', '25/09', null, -500_000],
    ]);
    await books.adjust('10/11', 'up', 300_000);
    const late = await books.slip('C', '10/10', 1_020_000);
    await emptyQueue();
    await pgPool.query(`select graphile_worker.add_job('remind_overdue')`);
    await runQueue();

    const text = received.find(({ to }) => to[0] === `${books.code}@example.com`)?.text ?? '';
    const [told] = await db.query<{
      code: string;
      hd01: string;
      hd02: string;
      own: string;
      slip: string;
    }>(
      `select d.code,
        to_char($1::date, 'DD/MM/YYYY') as hd01, to_char($2::date, 'DD/MM/YYYY') as hd02,
        to_char($3::date, 'DD/MM/YYYY') as own,
        (select to_char(i.due_date, 'DD/MM/YYYY') from inventory.issue as i
          where i.id::text = $4) as slip
      from finance.adjustment as d`,
      [books.on('14/09'), books.on('31/10'), books.on('10/11'), late.id],
    );
    const shown = decoded(text).replaceAll('\u00a0', ' ');
    for (const line of [
      `- Nợ đầu kỳ HD01: đến hạn ${told?.hd01}, còn 2.500.000 ₫`,
      `- Nợ đầu kỳ HD02: đến hạn ${told?.hd02}, còn 2.000.000 ₫`,
      `- Phiếu xuất ${late.code}: đến hạn ${told?.slip}, còn 1.020.000 ₫`,
      `- Điều chỉnh công nợ ${told?.code}: đến hạn ${told?.own}, còn 300.000 ₫`,
    ])
      expect(shown).toContain(line);
    expect(shown).toContain('có 4 chứng từ quá hạn, còn phải trả 5.820.000 ₫');
  });
});

test('without a mail server a mail is a file in demo mode, and kept until there is one elsewhere', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'mail-'));
  await forgot();
  await runQueue({ SMTP_URL: '', MAIL_DIR: folder });
  expect(await outbox()).toMatchObject({
    status: 'unsent',
    attempts: 0,
    error: 'SMTP_URL is not set, so no mail can be sent',
  });
  expect(await readdir(folder)).toEqual([]);
  // nothing is tried again, and an administrator sees it
  expect(await db.query('select from graphile_worker.jobs')).toEqual([]);
  expect(
    await db.as('admin', (me) =>
      me.query('select m.status from notification.mail_problems() as m'),
    ),
  ).toEqual([{ status: 'unsent' }]);

  const queue = () => pgPool.query('select notification.queue_unsent_emails()::int as mails');
  expect((await queue()).rows).toEqual([{ mails: 1 }]);
  expect((await queue()).rows).toEqual([{ mails: 0 }]);
  await runQueue({ DEMO: 'true', MAIL_DIR: folder });

  const [file = ''] = await readdir(folder);
  expect(file).toMatch(/\.eml$/);
  expect(await readFile(join(folder, file), 'utf8')).toContain('To: sales@sodaily.test');
  expect(await outbox()).toMatchObject({ status: 'sent' });
  await rm(folder, { recursive: true });
});

const templates = [
  ...new Set(
    readdirSync(new URL('../templates', import.meta.url)).map((file) => file.split('.')[0] ?? ''),
  ),
];

test('every mail that the database queues has a template, and the other way round', async () => {
  const bodies = (
    await db.query<{ body: string }>(
      `select p.prosrc as body from pg_proc as p
       where p.prosrc ~ 'notify_by_mail|send_link|queue_email'`,
    )
  )
    .map(({ body }) => body)
    .join('\n');
  const kinds = (
    await db.query<{ code: string }>('select code from notification.notification_kind')
  ).map(({ code }) => code);
  const queued = [
    ...bodies.matchAll(
      /(?:notify_by_mail|send_link)\([^;]*?'([a-z_]+)'|queue_email\([\w.]+, 'vi', '([a-z_]+)'/g,
    ),
  ]
    .map(([, byUs, bySelf]) => byUs ?? bySelf ?? '')
    .concat(kinds);

  expect([...new Set(queued)].toSorted()).toEqual(templates.toSorted());
});

test.each(templates)('%s is written in both languages, as text and as a page', async (template) => {
  const [vi, en] = await Promise.all(
    ['vi', 'en'].map((locale) =>
      render(template, locale, {
        request_code: 'YC-2026-000002',
        cut: 'Mì: 10 → 8',
        asked_amount: '1020000',
        full_name: '<b>Lan & Co</b>\r\nBcc: all',
        link: 'https://so.example.com/x#y',
        moment: '08:05 22/11/2026',
        address: '203.0.113.7',
        browser: 'Firefox',
        codes_left: '9',
        agency_name: 'Tạp hóa Cô Ba (Sổ Đại Lý)',
        agency_code: 'DL0001',
        issue_code: 'PX-2026-000001 Sổ Đại Lý',
        total_amount: '110160',
        told: '3',
        reason: 'Hết hàng',
        payment_code: 'PT-2026-000001',
        paid_amount: '1000',
        refund_code: 'PC-2026-000001',
        refunded_amount: '204000',
        after_balance: '-104000',
        before_balance: '520000',
        return_code: 'PK-2026-000001',
        slip_code: 'PX-2026-000001',
        returned_amount: '306000',
        documents: '[{"kind":"opening","document":"HD01","due":"14/09/2026","amount":"2500000"}]',
        month: '11/2026',
        last_day: '30/11/2026',
        opening_amount: '0',
        bought_amount: '110160',
        closing_amount: '110160',
        debt_amount: '9',
        limit_amount: '10',
        slips: '2',
        overdue_amount: '5',
        since: '01/02/2026',
        items: '3',
        names: 'Mì',
        invariants: 'stock_ledger_adds_up, numbers_have_no_gaps',
        broken: '1',
        failures: '20',
        attachment: 'Biên bản.pdf',
      }),
    ),
  );
  expect(vi?.subject).not.toBe(en?.subject);
  for (const mail of [vi, en]) {
    expect(mail?.subject).toMatch(/\S/);
    expect(mail?.text).toContain('https://so.example.com/x#y');
    expect(mail?.html).toContain('href="https://so.example.com/x#y"');
    expect(mail?.html).toContain('&lt;b&gt;Lan &amp; Co&lt;/b&gt;');
    expect(mail?.html).not.toContain('<b>');
  }
  await expect(render(template, 'vi', { full_name: 'Lan' })).rejects.toThrow('the mail has no ');
});

test('documents beyond those that are named are counted, and a slip as it was asked for says no more', async () => {
  const overdue = {
    full_name: 'Lan',
    link: 'https://so.example.com/x',
    agency_name: 'Cô Ba',
    agency_code: 'DL0001',
    slips: '12',
    overdue_amount: '5000',
    since: '01/02/2026',
    documents: '[{"kind":"issue","document":"PX-1","due":"14/09/2026","amount":"2500"}]',
  };
  const { text } = await render('debt_overdue', 'en', overdue);
  expect(text.replaceAll('\u00a0', ' ')).toContain(
    '- Slip PX-1: due 14/09/2026, ₫2,500 open\n- and 11 more\n\nOpen the debt',
  );
  expect((await render('debt_overdue', 'en', { ...overdue, slips: '1' })).text).not.toContain(
    'more',
  );

  const slip = { ...overdue, issue_code: 'PX-1', total_amount: '1000', cut: '', asked_amount: '' };
  const { text: plain } = await render('issue_created', 'en', slip);
  expect(plain).toMatch(/in all\.\n\nOpen the slip/);
});

test('what somebody writes into a name is text in the page, and makes no paragraph and no button', async () => {
  const { subject, html } = await render('agency_registered', 'en', {
    full_name: 'Lan',
    link: 'https://so.example.com/x',
    agency_name: 'Cô\n\nBa <i>&</i>\n\nPay here: https://evil.example.com',
    agency_code: 'DL0001',
  });
  expect(subject).toBe('A new agency waits: Cô Ba <i>&</i> Pay here: https://evil.example.com');
  expect(html).toContain('Ba &lt;i&gt;&amp;&lt;/i&gt;');
  expect(html).not.toContain('href="https://evil');
  expect(html.match(/<p>/g)).toHaveLength(3);
});

test('a mail about broken invariants says in words what should hold', async () => {
  const values = {
    full_name: 'Lan',
    link: 'https://so.example.com/bat-bien',
    broken: '2',
    invariants: 'numbers_have_no_gaps, stock_ledger_adds_up',
  };

  expect((await render('invariants_broken', 'vi', values)).text).toContain(
    'đang sai:\n- Chứng từ đánh số liên tục theo loại và năm',
  );
  expect((await render('invariants_broken', 'en', values)).text).not.toContain('_');
});

test('a mail server must be an address of one', () => {
  expect(() =>
    readEnv({ WORKER_DATABASE_URL: 'postgres://x', SMTP_URL: 'mail.example.com' }),
  ).toThrow(/SMTP_URL: must be an smtp/);
});
