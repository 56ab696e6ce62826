import { PgAggregatesPreset } from '@graphile/pg-aggregates';
import { PgSimplifyInflectionPreset } from '@graphile/simplify-inflection';
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber';
import { PostGraphileConnectionFilterPreset } from 'postgraphile-plugin-connection-filter';
import { BoundedScalarsPlugin } from './plugins/bounded_scalars.ts';
import { CountUpToPlugin } from './plugins/count_up_to.ts';
import { NotificationSubscriptionPlugin } from './plugins/notification_subscription.ts';
import { OmitTagPlugin } from './plugins/omit_tag.ts';
import { OpaqueIdsPlugin } from './plugins/opaque_ids.ts';
import { PageLimitPlugin } from './plugins/page_limit.ts';
import { PayloadsReadAnewPlugin } from './plugins/payloads_read_anew.ts';
import { ReferencesByKeyPlugin } from './plugins/references_by_key.ts';
import { ShortLookupsPlugin } from './plugins/short_lookups.ts';
import { UnprefixedNamesPlugin } from './plugins/unprefixed_names.ts';

/**
 * The contexts with an API. auth shows its commands and lists, while its tables (`@behavior -*`)
 * and
 * what signing in needs (`@omit`) have no fields, which a test over the schema says.
 */
export const API_SCHEMAS = [
  'inventory',
  'agency',
  'finance',
  'config',
  'report',
  'notification',
  'file',
  'audit',
  'auth',
];

const BEHAVIOR = [
  '-resource:insert',
  '-resource:update',
  '-resource:delete',
  '-constraint:resource:update',
  '-constraint:resource:delete',
  // one way to page: first, offset, after
  '-resource:connection:backwards',
  // aggregates are opted in per table with `@aggregates on`
  '-aggregates',
  '-aggregate',
  '-groupedAggregates',
  '-aggregates:filterBy',
  '-aggregate:filterBy',
  '-filterBy:aggregates',
  '-aggregates:orderBy',
  '-aggregate:orderBy',
  '-relatedAggregates:orderBy',
].join(' ');

/**
 * The GraphQL API is what the roles may do: no grant, no field. Tables are read; whatever changes
 * something is a function of the database.
 */
export function makePreset(
  pgService: GraphileConfig.PgServiceConfiguration,
): GraphileConfig.Preset {
  return {
    extends: [
      PostGraphileAmberPreset,
      PgSimplifyInflectionPreset,
      PostGraphileConnectionFilterPreset,
      PgAggregatesPreset,
    ],
    plugins: [
      UnprefixedNamesPlugin,
      OpaqueIdsPlugin,
      OmitTagPlugin,
      ReferencesByKeyPlugin,
      ShortLookupsPlugin,
      PageLimitPlugin,
      CountUpToPlugin,
      NotificationSubscriptionPlugin,
      PayloadsReadAnewPlugin,
      BoundedScalarsPlugin,
    ],
    disablePlugins: [
      'NodePlugin',
      'RegisterQueryNodePlugin',
      'QueryQueryPlugin',
      'MutationPayloadQueryPlugin',
      'PgMutationPayloadEdgePlugin',
      'PgConditionArgumentPlugin',
      'PgConditionCustomFieldsPlugin',
      'PgConnectionArgFilterBackwardRelationsPlugin',
      'PgConnectionArgFilterForwardRelationsPlugin',
    ],
    pgServices: [pgService],
    schema: {
      defaultBehavior: BEHAVIOR,
      dontSwallowErrors: true,
      connectionFilterAllowedOperators: [
        'equalTo',
        'in',
        'lessThan',
        'lessThanOrEqualTo',
        'greaterThan',
        'greaterThanOrEqualTo',
        'isNull',
      ],
      // a condition that says nothing is refused: execution.ts has the words
      connectionFilterAllowNullInput: false,
      connectionFilterAllowEmptyObjectInput: false,
      connectionFilterArrays: false,
      connectionFilterComputedColumns: false,
      connectionFilterSetofFunctions: false,
      connectionFilterRelations: false,
      connectionFilterLogicalOperators: true,
    },
    // a plan is made once for a document; one that takes longer than this is nobody's of good will
    grafast: { explain: false, timeouts: { planning: 5_000 } },
  };
}
