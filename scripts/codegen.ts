// npm run codegen: what is generated from the database as its migrations make it, the open one too:
// server/schema.graphql, the typed documents of the web application and the list of them that the
// server trusts, the reference in docs/db, the list of rules in db/rules.txt. Rights that changed
// are shown; `-- --accept` takes them over into what the tests expect.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { watch } from 'graphile-migrate';
import { repositoryRoot } from '../db/tools/env.ts';
import { migrateSettings } from '../db/tools/migrate_settings.ts';
import { prepareDatabase, withClient } from '../db/tools/prepare.ts';
import type { Reader } from '../db/tools/reference/catalog.ts';
import { referenceFolder, referencePages } from '../db/tools/reference/reference.ts';
import { rulesFile, rulesText } from '../platform/rules_state.ts';
import { openWorkplace } from '../db/tools/workplace.ts';
import { expectRights } from './expected_rights.ts';
import { writeWebDocuments } from './web_documents.ts';

const { values: options } = parseArgs({ options: { accept: { type: 'boolean', default: false } } });
const workplace = await openWorkplace();
const { adminUrl, env, secrets } = workplace;
// the working database may hold what a DBA is just trying
const database = `${env.DATABASE_NAME}_codegen`;
try {
  await dropDatabase();
  const urls = await prepareDatabase(adminUrl, database, secrets);
  await watch(migrateSettings({ migratorUrl: urls.migrator, adminUrl }), true);
  await withReader(urls.admin, writeReference);
  await withReader(urls.admin, (reader) => expectRights(reader, options.accept));
  writeFileSync(rulesFile, await withClient(urls.admin, rulesText));
  run('node', ['server/print_schema.ts'], { AUTHENTICATOR_DATABASE_URL: urls.authenticator });
  await writeWebDocuments();
  await dropDatabase();
} finally {
  await workplace.leave();
}

async function dropDatabase(): Promise<void> {
  await withClient(adminUrl, (client) =>
    client.query(`drop database if exists ${client.escapeIdentifier(database)} with (force)`),
  );
}

function withReader<T>(url: string, task: (reader: Reader) => Promise<T>): Promise<T> {
  return withClient(url, (client) =>
    task({ query: async (text, values) => (await client.query(text, values)).rows }),
  );
}

async function writeReference(reader: Reader): Promise<void> {
  const pages = await referencePages(reader);
  mkdirSync(referenceFolder, { recursive: true });
  for (const [file, text] of pages) writeFileSync(join(referenceFolder, file), text);
}

function run(program: string, args: string[], settings: Record<string, string> = {}): void {
  const { status } = spawnSync(program, args, {
    cwd: repositoryRoot,
    stdio: 'inherit',
    env: { ...process.env, ...settings },
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} failed`);
}
