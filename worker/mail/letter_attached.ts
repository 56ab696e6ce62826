import type { JobHelpers } from 'graphile-worker';
import type { Language } from '../../platform/sheets/column.ts';
import { exportTitle } from '../../platform/words.ts';
import { fileName } from '../file/exports/file_name.ts';
import { readLetter } from '../file/exports/letters.ts';
import { readFrame } from '../file/papers/frame.ts';
import { letterPaper } from '../file/papers/letter_paper.ts';
import { papersPdf } from '../file/papers/papers_pdf.ts';
import { readAsUser, SessionEnded, type Impersonated } from '../impersonation.ts';
import type { Attachment } from './mailer.ts';

/** Many mailboxes take ten megabytes in all, and bytes grow by a third on their way. */
const MOST_BYTES = 5 * 1024 * 1024;

/** Of which letter a mail is, and the session in which somebody wrote it. */
export interface LetterMail {
  about: string;
  session_id: string | null;
}

/**
 * The letter of a month as a PDF, drawn with the rights of who wrote it (ADR 10), on a connection
 * of its own. Null when their session has ended or the file is too large: the mail goes out without
 * it, and its figures stand in the text.
 */
export async function letterAttached(
  helpers: JobHelpers,
  { about, session_id: session }: LetterMail,
  language: Language,
): Promise<Attachment | null> {
  const {
    rows: [asker],
  } = await helpers.query<Pick<Impersonated, 'user_id' | 'database_role'>>(
    'select * from finance.letter_asker($1)',
    [about],
  );
  if (!asker) return null;
  try {
    return await helpers.withPgClient((client) =>
      readAsUser(client, { ...asker, session_id: session }, async () => {
        const letter = await readLetter(client, about, language);
        if (!letter) return null;
        const { printed } = await readFrame(client, language);
        const paper = letterPaper(letter, printed, language);
        const content = await papersPdf([paper], 'A4', language);
        if (content.length > MOST_BYTES) return null;
        const name = fileName(exportTitle('balance_letters')[language], paper.code);
        return { filename: `${name}.pdf`, content, contentType: 'application/pdf' };
      }),
    );
  } catch (error) {
    if (error instanceof SessionEnded) return null;
    throw error;
  }
}
