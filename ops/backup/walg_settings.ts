// walg.env of the backup folder: where WAL-G keeps backups, and the key they are encrypted with.
import { chmodSync, chownSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { z } from 'zod';
import type { Source } from './source.ts';

/** libsodium encrypts with a key of 32 bytes. */
const KEY_BYTES = 32;

const shape = z
  .looseObject({
    /** s3://bucket/folder, or a folder of this machine. */
    WALG_S3_PREFIX: z
      .string()
      .regex(/^s3:\/\/[\w.-]+(?:\/[\w./-]*)?$/)
      .optional(),
    WALG_FILE_PREFIX: z.string().startsWith('/').optional(),
    WALG_LIBSODIUM_KEY: z.string().optional(),
    /** How the key is written down; the other forms of WAL-G are weaker. */
    WALG_LIBSODIUM_KEY_TRANSFORM: z.enum(['base64', 'hex']).optional(),
  })
  .superRefine((told, context) => {
    const refuse = (name: string, message: string): void =>
      context.addIssue({ code: 'custom', path: [name], message });
    const places = [told.WALG_S3_PREFIX, told.WALG_FILE_PREFIX].filter(Boolean);
    if (places.length !== 1)
      refuse('WALG_S3_PREFIX', 'or WALG_FILE_PREFIX, one of them, says where backups are kept');
    const { WALG_LIBSODIUM_KEY: key, WALG_LIBSODIUM_KEY_TRANSFORM: transform } = told;
    if (key === undefined) {
      if (told.WALG_S3_PREFIX !== undefined)
        refuse(
          'WALG_LIBSODIUM_KEY',
          'is missing: what leaves this machine is encrypted. Make one with: '
            + 'openssl rand -base64 32, and keep it where the backups are not',
        );
      return;
    }
    if (transform === undefined || Buffer.from(key, transform).length !== KEY_BYTES)
      refuse(
        'WALG_LIBSODIUM_KEY',
        `must be ${KEY_BYTES} bytes, as WALG_LIBSODIUM_KEY_TRANSFORM says: base64 or hex`,
      );
  });

export type WalgSettings = Readonly<Record<string, string>>;

export const walgFile = (folder: string): string => join(folder, 'walg.env');

/** The settings. Error: sentences that name what is missing, and hold no value. */
export function readWalgSettings(folder: string): WalgSettings {
  const file = walgFile(folder);
  if (!existsSync(file))
    throw new Error(`${file} is missing: ARCHIVE_DRIVER=walg reads there where backups are kept.`);
  const told = parseEnv(readFileSync(file, 'utf8')) as Record<string, string>;
  const parsed = shape.safeParse(told);
  if (parsed.success) return told;
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`);
  throw new Error(`${file} is not right:\n  ${problems.join('\n  ')}`);
}

/** PostgreSQL reads the key when it archives; nobody else does. */
export function guardWalgSettings(folder: string, { owner }: Pick<Source, 'owner'>): void {
  const file = walgFile(folder);
  if (process.getuid?.() === 0) chownSync(file, owner.uid, owner.gid);
  chmodSync(file, 0o600);
}
