import type { PgResource } from '@dataplan/pg';
import { each, type ObjectStep, type Step } from 'grafast';
import type {} from 'graphile-build-pg';
import 'postgraphile';

type Row = Step & { get(attribute: string): Step };

/**
 * What a command answers with is read anew under the rights of the caller. A command runs as the
 * definer, and the row that its function returns passes no row policy and no grant of columns: who
 * lost an agency would read it by saying an old command again, and the warehouse would read totals
 * of what it delivers. So only the key is taken from the function, and the row from its table. It
 * is null when the caller may not see it (any more).
 */
export const PayloadsReadAnewPlugin: GraphileConfig.Plugin = {
  name: 'PayloadsReadAnewPlugin',
  description: 'Rows in the payload of a mutation are read from their table as the caller',
  version: '1.0.0',
  schema: {
    hooks: {
      GraphQLObjectType_fields_field(field, build, context) {
        const { scope } = context;
        const command = scope.isMutationPayload ? scope.pgTypeResource : undefined;
        if (!command || scope.fieldName === 'clientMutationId') return field;
        const table = build.pgTableResource(command.codec) as PgResource | null;
        const key = table?.uniques.find(({ isPrimary }) => isPrimary)?.attributes;
        if (!table || !key) return field;
        const anew = ($row: Row) =>
          table.get(Object.fromEntries(key.map((name) => [name, $row.get(name)])));
        return {
          ...field,
          plan: ($payload: ObjectStep) => {
            const $result = $payload.get('result');
            return command.isUnique ? anew($result as Row) : each($result, anew as never);
          },
        };
      },
    },
  },
};
