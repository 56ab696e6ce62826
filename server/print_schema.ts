// Writes server/schema.graphql, the GraphQL schema that the database gives: for the web client's
// types and for review. Needs AUTHENTICATOR_DATABASE_URL.
import { readDatabaseUrl } from './env.ts';
import { writeFile } from 'node:fs/promises';
import { lexicographicSortSchema, printSchema } from 'grafast/graphql';
import { makeSchema } from 'postgraphile';
import { makePgService } from 'postgraphile/adaptors/pg';
import { API_SCHEMAS, makePreset } from './graphile.config.ts';

const service = makePgService({
  connectionString: readDatabaseUrl(),
  schemas: API_SCHEMAS,
  pubsub: false,
});
const { schema } = await makeSchema(makePreset(service));
await writeFile(
  new URL('schema.graphql', import.meta.url),
  `${printSchema(lexicographicSortSchema(schema))}\n`,
);
await service.release?.();
