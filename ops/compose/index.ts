// npm run compose -- --home=/srv/so-dai-ly
// Prepares an installation whose parts are containers, and starts its PostgreSQL. Again it takes
// over changed settings and certificates. npm run deploy does the rest.
import {
  appendFileSync,
  chownSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readDatabaseEnv } from '../../db/tools/env.ts';
import { installationSecrets } from '../../db/tools/secrets.ts';
import { foldersOf, homeOf, readInstallationEnv } from '../installation.ts';
import { writeConfigurations } from '../monitoring/conf.ts';
import { composeWords, docker } from './docker.ts';
import { composeFolder, composeSecrets, ownersOf, writeSecretFiles } from './settings.ts';
import { writeComposeSettings } from './write.ts';

const FILES = ['compose.yml', 'pg_hba.conf'];

try {
  const { values } = parseArgs({ options: { home: { type: 'string' } } });
  prepare(resolve(homeOf(values.home)));
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}

function prepare(home: string): void {
  const { current: _link, ...folders } = foldersOf(home);
  for (const folder of [...Object.values(folders), composeFolder(home), join(home, 'postgres')])
    mkdirSync(folder, { recursive: true, mode: 0o755 });
  const secrets = installationSecrets(folders.data);
  const settings = join(home, 'settings.env');
  complete(settings, {
    DEPLOY_DRIVER: 'compose',
    DATABASE_URL: `postgres://postgres:${secrets.admin}@127.0.0.1:${portIn(settings)}/postgres`,
  });
  process.loadEnvFile(settings);
  const env = readInstallationEnv();
  const database = { ...readDatabaseEnv(), DATA_DIR: folders.data };
  writeSecretFiles(home, composeSecrets(secrets, env, database.DATABASE_NAME));
  for (const file of FILES)
    copyFileSync(join(import.meta.dirname, file), join(composeFolder(home), file));
  writeComposeSettings({ home, env, database });
  writeConfigurations({ home, env, database }, env.SLACK_WEBHOOK_FILE);
  if (process.getuid?.() === 0)
    for (const [folder, owner] of Object.entries(ownersOf(home))) chownSync(folder, owner, owner);
  docker(...composeWords(home), 'up', '--detach', '--wait', 'postgres');
  console.log(`PostgreSQL runs in its container. Next: npm run deploy -- --home=${home}`);
}

/** Adds the settings that a file does not say yet. */
function complete(file: string, wanted: Readonly<Record<string, string>>): void {
  const told = existsSync(file) ? readFileSync(file, 'utf8') : '';
  for (const [name, value] of Object.entries(wanted))
    if (!new RegExp(`^${name}=`, 'm').test(told))
      appendFileSync(file, `${name}=${value}\n`, { mode: 0o600 });
}

function portIn(file: string): string {
  const told = existsSync(file) ? readFileSync(file, 'utf8') : '';
  return /^POSTGRES_PORT=(\d+)$/m.exec(told)?.[1] ?? String(readInstallationEnv({}).POSTGRES_PORT);
}
