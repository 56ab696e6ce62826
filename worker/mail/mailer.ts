import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { isThisMachine } from '../../platform/database_tls.ts';
import type { WorkerEnv } from '../env.ts';

/** A file that goes with a mail. */
export interface Attachment {
  filename: string;
  content: Buffer;
  contentType: string;
}

export type Message = Readonly<{
  /** The same however often it is tried. */
  messageId: string;
  to: string;
  subject: string;
  text: string;
  html: string;
  attachments?: Attachment[];
}>;

export type Mailer = Readonly<{
  /** Where the links in mails lead, without a slash at the end. */
  publicUrl: string;
  /** Why no mail can be sent at all; null when they can. */
  problem: string | null;
  /** Where mails go, for the log of the start. */
  way: string;
  /** Resolves when the mail server took it; says where it went. */
  send(message: Message): Promise<string>;
}>;

/**
 * Mails hold links that set passwords: to a server on another machine they go encrypted or not at
 * all. `?requireTLS=false` is for a relay in a network that nobody else can enter.
 */
export function mustBeEncrypted(smtpUrl: string): boolean {
  const url = new URL(smtpUrl);
  return !isThisMachine(url.hostname) && url.searchParams.get('requireTLS') !== 'false';
}

const NO_SERVER = 'SMTP_URL is not set, so no mail can be sent';

/**
 * Sends by SMTP; in demo mode without a mail server each mail becomes a file that mail programs
 * open. Anywhere else mails are kept without SMTP_URL, and the start says so.
 */
export function makeMailer(env: WorkerEnv): Mailer {
  const { SMTP_URL, MAIL_FROM: from, DEMO, MAIL_DIR } = env;
  const publicUrl = env.PUBLIC_URL.endsWith('/') ? env.PUBLIC_URL.slice(0, -1) : env.PUBLIC_URL;
  if (SMTP_URL !== undefined) {
    // the row of the mail is locked meanwhile, so a silent server must not be waited for long
    const smtp = createTransport({
      url: SMTP_URL,
      requireTLS: mustBeEncrypted(SMTP_URL),
      connectionTimeout: 10_000,
      greetingTimeout: 10_000,
      socketTimeout: 20_000,
    });
    return {
      publicUrl,
      problem: null,
      way: 'mails are sent by SMTP',
      async send(message) {
        await smtp.sendMail({ from, ...message });
        return 'sent by SMTP';
      },
    };
  }
  const file = createTransport({ streamTransport: true, buffer: true, newline: 'windows' });
  const problem = DEMO ? null : NO_SERVER;
  return {
    publicUrl,
    problem,
    way: problem ?? `SMTP_URL is not set (demo mode): mails are files in ${MAIL_DIR}`,
    async send(message) {
      if (problem !== null) throw new Error(problem);
      const { message: text } = await file.sendMail({ from, ...message });
      const path = join(MAIL_DIR, `${message.messageId.replaceAll(/[^\w-]/g, '_')}.eml`);
      await mkdir(MAIL_DIR, { recursive: true });
      await writeFile(path, text as Buffer, { mode: 0o600 });
      return `SMTP_URL is not set (demo mode): the mail is the file ${path}`;
    },
  };
}
