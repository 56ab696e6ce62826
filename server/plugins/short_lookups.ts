import type {} from 'graphile-build-pg';
import 'postgraphile';

/** A row is looked up by its key or its number; composite keys are there for references only. */
export const ShortLookupsPlugin: GraphileConfig.Plugin = {
  name: 'ShortLookupsPlugin',
  description: 'No lookup fields for composite unique keys',
  version: '1.0.0',
  schema: {
    entityBehavior: {
      pgResourceUnique: {
        inferred: {
          after: ['inferred'],
          callback(behavior, [, unique]) {
            return unique.attributes.length > 1 ? [behavior, '-single'] : behavior;
          },
        },
      },
    },
  },
};
