import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Settings } from 'graphile-migrate';
import { z } from 'zod';
import { repositoryRoot } from './env.ts';

/** Type of every key: int today, uuid when a database outgrows it (docs/adr, ids). */
export type KeyType = 'int' | 'uuid';

const uuidPlaceholders = { ':ID_TYPE': 'uuid', ':ID_DEFAULT': 'default gen_random_uuid()' };

const staticSettings = z.object({
  migrationsFolder: z.string(),
  placeholders: z.record(z.string(), z.string()),
  afterReset: z.array(
    z.discriminatedUnion('_', [
      z.object({ _: z.literal('sql'), file: z.string(), root: z.boolean() }),
      z.object({ _: z.literal('command'), command: z.string(), root: z.boolean() }),
    ]),
  ),
  blankMigrationContent: z.string(),
});

/** .gmrc plus the connection strings, which are known only when the cluster runs. */
export function migrateSettings(options: {
  migratorUrl: string;
  adminUrl: string;
  keyType?: KeyType;
  shadowUrl?: string;
}): Settings {
  const file = join(repositoryRoot, '.gmrc');
  const fixed = staticSettings.parse(JSON.parse(readFileSync(file, 'utf8')));
  return {
    ...fixed,
    placeholders: options.keyType === 'uuid' ? uuidPlaceholders : fixed.placeholders,
    migrationsFolder: join(repositoryRoot, fixed.migrationsFolder),
    connectionString: options.migratorUrl,
    rootConnectionString: options.adminUrl,
    databaseOwner: decodeURIComponent(new URL(options.adminUrl).username),
    ...(options.shadowUrl === undefined ? {} : { shadowConnectionString: options.shadowUrl }),
  };
}
