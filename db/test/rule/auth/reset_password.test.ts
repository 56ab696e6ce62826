import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Hand } from '../../support/actor.ts';
import { order } from '../../support/catalogue.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const fresh = '$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$fresh';
const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();

interface Mail {
  id: string;
  recipient: string;
  template: string;
  token: string | null;
  status: string;
}

/** The newest mail, as the definer sees it. */
async function newestMail(me: Hand): Promise<Mail> {
  return me.one<Mail>(`select o.id::text, o.recipient, o.template, o.payload ->> 'token' as token,
    o.status
    from notification.outbox as o order by o.created_at desc limit 1`);
}

// as the definer, for a link crosses from the route to the worker and back
const inOneHand = (task: (me: Hand) => Promise<void>) =>
  db.asOwner(async (owner) => {
    await owner.query('set local role sodaily_definer');
    await task(owner);
  });

test('a link sets the password of whom it was mailed to, once', async () => {
  await inOneHand(async (me) => {
    await me.query("select auth.request_password_reset('sales@sodaily.test')");
    const mail = await newestMail(me);
    const token = mail.token ?? '';
    expect(mail).toMatchObject({
      recipient: 'sales@sodaily.test',
      template: 'password_reset',
      status: 'queued',
    });
    expect(await me.query('select email from auth.reset_candidate($1)', [hashOf(token)])).toEqual([
      { email: 'sales@sodaily.test' },
    ]);

    await me.query('select auth.reset_password($1, $2, null)', [hashOf(token), fresh]);

    expect(
      await me.query("select password_hash from auth.sign_in_candidate('sales@sodaily.test')"),
    ).toEqual([{ password_hash: fresh }]);
    expect(
      await me.refusal('select auth.reset_password($1, $2, null)', [hashOf(token), fresh]),
    ).toMatchObject({ code: 'SDLNK', details: {} });
    expect(await me.query('select from auth.reset_candidate($1)', [hashOf(token)])).toEqual([]);
  });
});

test('what is no hash of argon2id is refused, and the link stays good', async () => {
  await inOneHand(async (me) => {
    await me.query("select auth.request_password_reset('sales@sodaily.test')");
    const { token } = await newestMail(me);

    expect(
      await me.refusal("select auth.reset_password($1, 'in the clear', null)", [
        hashOf(token ?? ''),
      ]),
    ).toMatchObject({ code: '23514' });
    expect(
      await me.query('select from auth.reset_candidate($1)', [hashOf(token ?? '')]),
    ).toHaveLength(1);
  });
});

test('a mail that was sent is not found again, and holds no token', async () => {
  await inOneHand(async (me) => {
    await me.query("select auth.request_password_reset('sales@sodaily.test')");
    const { id } = await newestMail(me);
    expect(await me.query('select recipient from notification.email_to_send($1)', [id])).toEqual([
      { recipient: 'sales@sodaily.test' },
    ]);
    await me.query("select notification.email_failed($1, 'no answer')", [id]);
    expect(await me.query('select from notification.email_to_send($1)', [id])).toHaveLength(1);

    await me.query("select notification.email_sent($1, 'Về mật khẩu')", [id]);

    expect(await newestMail(me)).toMatchObject({ status: 'sent', token: null });
    expect(await me.query('select from notification.email_to_send($1)', [id])).toEqual([]);
    await me.query("select notification.email_failed($1, 'late')", [id]);
    expect(await newestMail(me)).toMatchObject({ status: 'sent' });
  });
});

test('a new person is invited exactly when they are made, for 72 hours, in their language', async () => {
  const lan = { email: 'lan@sodaily.test', full_name: 'Hoàng Thị Lan', locale: 'en' };
  const invited = () =>
    db.query<Record<string, unknown>>(
      `select o.template, o.locale, r.purpose,
        r.expires_at - r.created_at = interval '72 hours' as is_long,
       r.token_hash = sha256(convert_to(o.payload ->> 'token', 'UTF8')) as is_theirs,
       j.task_identifier as task
     from notification.outbox as o
     join auth."user" as u on u.email = o.recipient
     join auth.password_reset as r on r.user_id = u.id
     join graphile_worker._private_jobs as w on w.payload ->> 'outbox_id' = o.id::text
     join graphile_worker.jobs as j on j.id = w.id
     where o.recipient = 'lan@sodaily.test'`,
    );
  await db.as('admin', (me) => order(me, 'auth.create_user', lan));
  expect(await invited()).toEqual([]);

  await db.commitAs('admin', (me) => order(me, 'auth.create_user', lan));

  expect(await invited()).toEqual([
    {
      template: 'invitation',
      locale: 'en',
      purpose: 'invitation',
      is_long: true,
      is_theirs: true,
      task: 'send_email',
    },
  ]);
});

test.each(['admin', 'sales', 'auditor'] as const)(
  '%s makes and reads no link and no mail',
  async (person) => {
    await db.as(person, async (me) => {
      for (const call of [
        "auth.request_password_reset('sales@sodaily.test')",
        "auth.reset_candidate('\\x00')",
        "auth.reset_password('\\x00', '', null)",
        'notification.email_to_send(null)',
        "notification.email_sent(null, '')",
      ]) {
        expect((await me.refusal(`select ${call}`)).code).toBe('42501');
      }
    });
  },
);

test('a stranger who says that a password was forgotten ends no open invitation', async () => {
  await inOneHand(async (me) => {
    await me.query(`insert into auth."user" (email, full_name) values ('moi@sodaily.test', 'Mới')`);
    await me.query(
      `select auth.send_link(u, 'invitation', interval '72 hours')
       from auth."user" as u where u.email = 'moi@sodaily.test'`,
    );
    const invitation = await newestMail(me);
    await me.query("select auth.request_password_reset('moi@sodaily.test')");

    await me.query('select auth.reset_password($1, $2, null)', [
      hashOf(invitation.token ?? ''),
      fresh,
    ]);
    // and once a password is set, no other link sets another
    expect(
      await me.query(
        `select from auth.password_reset as r join auth."user" as u on u.id = r.user_id
         where u.email = 'moi@sodaily.test'`,
      ),
    ).toEqual([]);
  });
});

test('an address asks for twenty links an hour, a mailbox gets six a day', async () => {
  await inOneHand(async (me) => {
    const ask = (email: string, ip = '203.0.113.7') =>
      me.query('select auth.request_password_reset($1, $2)', [email, ip]);
    const mails = async () =>
      (
        await me.one<{ n: number }>(
          `select count(*)::integer as n from notification.outbox as o
           where o.recipient = 'sales@sodaily.test' and o.template = 'password_reset'`,
        )
      ).n;
    const before = await mails();

    for (let n = 0; n < 8; n += 1) {
      await ask('sales@sodaily.test', `198.51.100.${n}`);
      await me.query(
        `update auth.password_reset set created_at = created_at - interval '2 minutes'`,
      );
    }
    expect((await mails()) - before).toBe(6);

    for (let n = 0; n < 20; n += 1) await ask(`ai${n}@sodaily.test`);
    expect(await me.refusalOf(() => ask('manager@sodaily.test'))).toMatchObject({
      code: 'SDLKS',
      details: { retry_after: expect.any(Number) },
    });
    await ask('manager@sodaily.test', '192.0.2.1');
  });
});
