import { TYPES } from '@dataplan/pg';
import 'postgraphile';

/**
 * int and uuid are the types of keys and of nothing else in this database (a catalog test says so),
 * so both are the scalar ID: clients are promised opaque keys, and one schema serves both builds.
 */
export const OpaqueIdsPlugin: GraphileConfig.Plugin = {
  name: 'OpaqueIdsPlugin',
  description: 'int4 and uuid are the GraphQL scalar ID',
  version: '1.0.0',
  schema: {
    hooks: {
      init: {
        before: ['PgCodecs'],
        callback(previous, build) {
          build.setGraphQLTypeForPgCodec(TYPES.int, ['input', 'output'], 'ID');
          build.setGraphQLTypeForPgCodec(TYPES.uuid, ['input', 'output'], 'ID');
          return previous;
        },
      },
    },
  },
};
