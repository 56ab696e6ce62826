import { lambda, type Step } from 'grafast';
import 'postgraphile';
import { Refusal } from '../http/errors.ts';

type PagedStep = Step & { setFirst($first: Step<number>): void };

/** Rows of one page at most, whatever the client asks for. */
export const MAX_PAGE = 100;
/** Rows of a list at the root when the client does not say; relations give a whole page. */
export const DEFAULT_PAGE = 20;

const capped = (standard: number) => (first: number | null | undefined) => {
  if (first !== null && first !== undefined && first < 0) {
    throw new Refusal('VALIDATION_ERROR', { fields: [{ path: 'first', reason: 'negative' }] });
  }
  return Math.min(first ?? standard, MAX_PAGE);
};
const capRoot = capped(DEFAULT_PAGE);
const capRelation = capped(MAX_PAGE);

/**
 * A validation rule sees documents, not variables, so the limit stands in the plan: every page has
 * one, asked for or not.
 */
export const PageLimitPlugin: GraphileConfig.Plugin = {
  name: 'PageLimitPlugin',
  description: `Lists give at most ${MAX_PAGE} rows a page, ${DEFAULT_PAGE} when nothing is said`,
  version: '1.0.0',
  after: ['PgFirstLastBeforeAfterArgsPlugin'],
  schema: {
    hooks: {
      GraphQLObjectType_fields_field_args: {
        after: ['default'],
        callback(args, build, context) {
          const { scope } = context;
          const first = args.first;
          if (!first || !(scope.isPgFieldConnection || scope.isPgFieldSimpleCollection))
            return args;
          const isRoot = context.Self.name === build.inflection.builtin('Query');
          const cap = isRoot ? capRoot : capRelation;
          return {
            ...args,
            first: {
              ...first,
              // an argument without a default has no plan when it is left out
              defaultValue: isRoot ? DEFAULT_PAGE : MAX_PAGE,
              applyPlan(_: Step, $list: PagedStep, argument: { getRaw(): Step<number | null> }) {
                $list.setFirst(lambda(argument.getRaw(), cap, true));
              },
            },
          };
        },
      },
    },
  },
};
