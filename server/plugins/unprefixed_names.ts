import '@graphile/simplify-inflection';
import 'postgraphile';

/**
 * Names come from the database without the schema: `issues`, not `inventoryIssues`. A collision
 * fails the build loudly; give one of the two a `@name`. A column `id` stays `id`: the Node
 * interface, which would claim that name, is switched off. And a reference (agency_id, issue_id)
 * is named after what it refers to, the agency only keeps it within one agency.
 */
export const UnprefixedNamesPlugin: GraphileConfig.Plugin = {
  name: 'UnprefixedNamesPlugin',
  description:
    'No schema prefix, a column id is the field id, composite references have short names',
  version: '1.0.0',
  after: ['PgSimplifyInflectionPlugin'],
  inflection: {
    replace: {
      _schemaPrefix() {
        return '';
      },
      _attributeName(previous, _options, details) {
        return previous?.({ ...details, skipRowId: true }) ?? details.attributeName;
      },
      _getBaseNameFromKeys(previous, _options, keys) {
        const own = keys.filter((key) => key.attributeName !== 'agency_id');
        return previous?.(own.length === 1 ? own : keys) ?? null;
      },
    },
  },
};
