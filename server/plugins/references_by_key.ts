import 'graphile-build-pg';
import 'postgraphile';

/**
 * A reference (agency_id, payment_id) is followed by payment_id alone: the foreign key keeps it
 * within one
 * agency, and two columns make the planner read all payments of the agency for the few on a page.
 */
export const ReferencesByKeyPlugin: GraphileConfig.Plugin = {
  name: 'ReferencesByKeyPlugin',
  description: 'Composite references are followed by the primary key of what they refer to',
  version: '1.0.0',
  gather: {
    hooks: {
      pgRelations_relation(_info, { pgConstraint, relation }) {
        if (relation.isReferencee) return;
        const key =
          pgConstraint
            .getForeignClass()
            ?.getConstraints()
            .find(({ contype }) => contype === 'p')
            ?.getAttributes() ?? [];
        const place = relation.remoteAttributes.indexOf(key[0]?.attname ?? '');
        if (key.length !== 1 || place < 0) return;
        relation.localAttributes = relation.localAttributes.slice(place, place + 1);
        relation.remoteAttributes = relation.remoteAttributes.slice(place, place + 1);
      },
    },
  },
};
