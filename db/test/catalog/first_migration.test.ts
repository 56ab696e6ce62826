// A data folder of before 0.2.0 is told of: its migrations are not those of this release.
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { bareDatabase, prepareDatabase, withClient } from '../../tools/prepare.ts';

const { adminUrl, secrets } = inject('cluster');
const name = `from_before_${inject('keyType')}`;

beforeAll(async () => {
  const urls = await bareDatabase(adminUrl, name, secrets);
  await withClient(urls.migrator, async (client) => {
    await client.query(`create schema graphile_migrate;
      create table graphile_migrate.migrations (
        hash text primary key, previous_hash text references graphile_migrate.migrations,
        filename text not null, date timestamptz not null default now())`);
    await client.query(`insert into graphile_migrate.migrations (hash, previous_hash, filename)
      values ('sha1:6ef663336ee728eeab40bd961280c0de032fe000', null, '000001.sql'),
        ('sha1:77ddde0', 'sha1:6ef663336ee728eeab40bd961280c0de032fe000', '000029.sql')`);
  });
});
afterAll(() =>
  withClient(adminUrl, (client) => client.query(`drop database if exists ${name} with (force)`)),
);

test('a database that began with other migrations is refused, with what to do, and left as it is', async () => {
  await expect(prepareDatabase(adminUrl, name, secrets, inject('keyType'))).rejects.toThrow(
    `The database ${name} was made by another line of migrations than this release has: `
      + 'by a version before 0.2.0, '
      + 'whose data is not carried over. Either start the version it was made with, or begin anew: '
      + 'npm run db:reset -- --erase deletes everything in it.',
  );
});
