// npm run codegen: what is generated from the database as its migrations make it, the open one too:
// server/schema.graphql, the typed documents of the web application and the list of them that the
// server trusts, the reference in docs/db, the list of rules in db/rules.txt.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { watch } from 'graphile-migrate';
import { repositoryRoot } from '../db/tools/env.ts';
import { migrateSettings } from '../db/tools/migrate_settings.ts';
import { prepareDatabase, withClient } from '../db/tools/prepare.ts';
import { referenceFolder, referencePages } from '../db/tools/reference/reference.ts';
import { rulesFile, rulesText } from '../platform/rules_state.ts';
import { openWorkplace } from '../db/tools/workplace.ts';
import { moveTrustedDocuments } from './trusted_documents.ts';

const workplace = await openWorkplace();
const { adminUrl, env, secrets } = workplace;
// the working database may hold what a DBA is just trying
const database = `${env.DATABASE_NAME}_codegen`;
try {
  await dropDatabase();
  const urls = await prepareDatabase(adminUrl, database, secrets);
  await watch(migrateSettings({ migratorUrl: urls.migrator, adminUrl }), true);
  await writeReference(urls.admin);
  writeFileSync(rulesFile, await withClient(urls.admin, rulesText));
  run('node', ['server/print_schema.ts'], { AUTHENTICATOR_DATABASE_URL: urls.authenticator });
  run('graphql-codegen', ['--config', 'web/codegen.ts']);
  moveTrustedDocuments();
  await dropDatabase();
} finally {
  await workplace.leave();
}

async function dropDatabase(): Promise<void> {
  await withClient(adminUrl, (client) =>
    client.query(`drop database if exists ${client.escapeIdentifier(database)} with (force)`),
  );
}

async function writeReference(url: string): Promise<void> {
  const pages = await withClient(url, (client) =>
    referencePages({
      query: async (text, values) => (await client.query(text, values)).rows,
    }),
  );
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
