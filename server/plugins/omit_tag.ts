import type {} from 'graphile-build-pg';
import 'postgraphile';

/** Functions that commands, policies or the worker call carry `@omit` in their SQL comment. */
export const OmitTagPlugin: GraphileConfig.Plugin = {
  name: 'OmitTagPlugin',
  description: 'A function with the smart tag @omit has no field',
  version: '1.0.0',
  // before the plugins that read tags, like PostGraphile's own translators of tags
  provides: ['smart-tags'],
  gather: {
    hooks: {
      pgIntrospection_introspection(_info, event) {
        for (const procedure of event.introspection.procs) {
          // tags are memoized per procedure, so what is written here is what later readers see
          const tags = procedure.getTags();
          if (tags.omit) tags.behavior = '-*';
        }
      },
    },
  },
};
