import type { Task } from 'graphile-worker';
import type { PoolClient } from 'pg';
import { z } from 'zod';
import type { Mailer } from '../mail/mailer.ts';
import { render } from '../mail/render.ts';

const payloadShape = z.object({ outbox_id: z.string().min(1) });
const valuesShape = z.record(z.string(), z.string());

type Mail = Readonly<{
  message_key: string; recipient: string; locale: string; template: string; payload: unknown;
}>;

/**
 * Sends one mail of the outbox. Its row stays locked until the mail server took it and that is
 * committed, so a second run finds nothing to send.
 */
export const sendEmail = (mailer: Mailer): Task => async (payload, helpers) => {
  const { outbox_id: outboxId } = payloadShape.parse(payload);
  await helpers.withPgClient(async (client) => {
    await client.query('begin');
    try {
      const { rows: [mail] } = await client.query<Mail>(
        'select * from notification.email_to_send($1)', [outboxId]);
      if (mail) helpers.logger.info(await send(client, mailer, outboxId, mail), { outboxId });
      await client.query('commit');
    } catch (error) {
      await client.query('rollback');
      await client.query('select notification.email_failed($1, $2)', [
        outboxId, error instanceof Error ? error.message : String(error)]);
      throw error;
    }
  });
};

async function send(client: PoolClient, mailer: Mailer, outboxId: string, mail: Mail): Promise<string> {
  const { token, ...facts } = valuesShape.parse(mail.payload);
  const written = await render(mail.template, mail.locale, { ...facts, link: linkOf(mailer, token) });
  const where = await mailer.send({
    messageId: `<${mail.message_key}@${new URL(mailer.publicUrl).hostname}>`, to: mail.recipient, ...written,
  });
  await client.query('select notification.email_sent($1, $2)', [outboxId, written.subject]);
  return where;
}

/** A token stands behind the #, where no server on the way logs it. */
const linkOf = ({ publicUrl }: Mailer, token: string | undefined): string =>
  (token === undefined ? `${publicUrl}/tai-khoan` : `${publicUrl}/dat-mat-khau#${token}`);
