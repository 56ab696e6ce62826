import type { PgSelectStep } from '@dataplan/pg';
import { lambda, type FieldArgs, type Step } from 'grafast';
import type {} from 'graphile-build-pg';
import 'postgraphile';

type Counted = Step & { cloneSubplanWithoutPagination(mode: 'aggregate'): PgSelectStep };

/** Counting further than people look costs as much as the whole list. */
const COUNTED = 1_000;
/** Lists with tabs say exactly how many there are up to here. */
const MOST = 10_000;

const bounded = (limit: number | null | undefined): number =>
  Math.max(0, Math.min(limit ?? COUNTED, MOST)) + 1;
const lengthOf = (rows: readonly unknown[]): number => rows.length;

/**
 * Beside `totalCount`, which reads every row that there is: a count that stops when it has seen
 * enough.
 */
export const CountUpToPlugin: GraphileConfig.Plugin = {
  name: 'CountUpToPlugin',
  description: `Connections count up to ${MOST} rows and one more`,
  version: '1.0.0',
  after: ['PgConnectionTotalCountPlugin'],
  schema: {
    hooks: {
      GraphQLObjectType_fields(fields, build, context) {
        const { scope, fieldWithHooks, Self } = context;
        if (!scope.isPgConnectionRelated || !scope.isConnectionType || !fields.totalCount)
          return fields;
        const { GraphQLInt, GraphQLNonNull } = build.graphql;
        return build.extend(
          fields,
          {
            countUpTo: fieldWithHooks(
              { fieldName: 'countUpTo', fieldBehaviorScope: 'totalCount' },
              () => ({
                description:
                  'How many there are, counted to one more than the limit and no further, '
                  + `whatever the books hold; the limit is at most ${MOST}.`,
                type: new GraphQLNonNull(GraphQLInt),
                args: { limit: { type: new GraphQLNonNull(GraphQLInt), defaultValue: COUNTED } },
                plan($connection: Step, args: FieldArgs) {
                  const $rows = ($connection as Counted).cloneSubplanWithoutPagination('aggregate');
                  $rows.setFirst(lambda(args.getRaw('limit'), bounded, true));
                  return lambda($rows.items(), lengthOf, true);
                },
              }),
            ),
          },
          `Adding countUpTo to connection '${Self.name}'`,
        );
      },
    },
  },
};
