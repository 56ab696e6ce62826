import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The newest link in a mail to somebody, from the folder that demo mode puts mails into; undefined
 * until it is there.
 */
export async function linkIn(folder: string, email: string, page: string) {
  const names = await readdir(folder).catch(() => []);
  const mails = await Promise.all(names.map(async (name) => readFile(join(folder, name), 'utf8')));
  const links = mails
    .filter((mail) => mail.includes(`\nTo: ${email}`))
    .map((mail) => ({
      at: Date.parse(/^Date: (.*)$/m.exec(mail)?.[1] ?? ''),
      link: new RegExp(`https?://[^\\s"<]*${page}#\\w+`).exec(unfolded(mail))?.[0],
    }))
    .filter(({ link }) => link !== undefined);
  return links.toSorted((one, other) => other.at - one.at)[0]?.link;
}

/** Quoted-printable lines put together again, as far as a link needs it. */
const unfolded = (mail: string) => mail.replace(/=\r?\n/g, '').replace(/=3D/g, '=');
