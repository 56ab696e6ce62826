import type { JobHelpers, Task } from 'graphile-worker';
import type { PoolClient } from 'pg';
import { z } from 'zod';
import { letterAttached } from '../mail/letter_attached.ts';
import { linkOf } from '../mail/link.ts';
import type { Attachment, Mailer } from '../mail/mailer.ts';
import { render } from '../mail/render.ts';

const payloadShape = z.object({ outbox_id: z.string().min(1) });
const valuesShape = z.record(z.string(), z.string());

type Mail = Readonly<{
  message_key: string;
  recipient: string;
  locale: string;
  template: string;
  payload: unknown;
  sender: string | null;
  about: string | null;
  session_id: string | null;
}>;

/** The mail that a paper goes with. */
const LETTER = 'balance_letter';

/**
 * Sends one mail of the outbox. Its row stays locked until the mail server took it and that is
 * committed, so a second run finds nothing to send. A recipient whom the mail server does not know
 * is written down, and not tried again; any other failure is the queue's to repeat. Without a mail
 * server the mail is kept: see `queue_unsent_emails`.
 */
export const sendEmail =
  (mailer: Mailer): Task =>
  async (payload, helpers) => {
    const { outbox_id: outboxId } = payloadShape.parse(payload);
    if (mailer.problem !== null) {
      await helpers.query('select notification.email_unsent($1, $2)', [outboxId, mailer.problem]);
      return;
    }
    await helpers.withPgClient(async (client) => {
      await client.query('begin');
      try {
        const {
          rows: [mail],
        } = await client.query<Mail>('select * from notification.email_to_send($1)', [outboxId]);
        if (mail) {
          const attached = await attachedTo(helpers, mail);
          const where = await send(client, mailer, outboxId, { ...mail, attached });
          helpers.logger.info(where, { outboxId });
        }
        await client.query('commit');
      } catch (error) {
        await client.query('rollback');
        const sentence = error instanceof Error ? error.message : String(error);
        if (isBounce(error)) {
          await client.query('select notification.email_bounced($1, $2)', [outboxId, sentence]);
          helpers.logger.warn('the mail came back', { outboxId });
          return;
        }
        await client.query('select notification.email_failed($1, $2)', [outboxId, sentence]);
        throw error;
      }
    });
  };

async function send(
  client: PoolClient,
  mailer: Mailer,
  outboxId: string,
  mail: Mail & { attached: Attachment | null },
): Promise<string> {
  const facts = valuesShape.parse(mail.payload);
  const link = linkOf(mailer.publicUrl, mail.template, facts);
  const { attached } = mail;
  const values = { ...facts, link, attachment: attached?.filename ?? '' };
  const written = await render(mail.template, mail.locale, values, mail.sender);
  const where = await mailer.send({
    messageId: `<${mail.message_key}@${new URL(mailer.publicUrl).hostname}>`,
    to: mail.recipient,
    ...written,
    ...(attached ? { attachments: [attached] } : {}),
  });
  await client.query('select notification.email_sent($1, $2)', [outboxId, written.subject]);
  return where;
}

/** The paper that a mail tells of. */
async function attachedTo(
  helpers: JobHelpers,
  { template, locale, about, session_id: session }: Mail,
): Promise<Attachment | null> {
  if (template !== LETTER || about === null) return null;
  const language = locale === 'vi' ? 'vi' : 'en';
  return letterAttached(helpers, { about, session_id: session }, language);
}

/**
 * 5xx for the recipient is the mail server's last word (RFC 5321, 4.2.1); 4xx asks to come again.
 */
function isBounce(error: unknown): boolean {
  const { responseCode, command } = Object(error) as { responseCode?: unknown; command?: unknown };
  return command === 'RCPT TO' && typeof responseCode === 'number' && responseCode >= 500;
}
