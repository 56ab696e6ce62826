import {
  getOperationAST,
  GraphQLError,
  isInputObjectType,
  getNullableType,
  parse,
  specifiedRules,
  validate,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'grafast/graphql';
import { invalid, Refusal } from '../http/errors.ts';
import { makeCost, MAX_COST } from './cost.ts';
import { isTooDeep, limitsRule } from './limits.ts';
import type { Asked, Trust } from './trusted.ts';

const MAX_TOKENS = 3_000;
const KEPT_AT_MOST = 500;
const RULES = [...specifiedRules, limitsRule];

/** What a request asks to run, already checked. */
export type Operation = Readonly<{
  document: DocumentNode;
  node: OperationDefinitionNode;
  /** Root fields by name: what is recorded as the command when the rules refuse. */
  rootFields: readonly string[];
  /** Of one root field, so that there is one command at most. */
  isOneField: boolean;
  /** A command with a client key takes effect once, so it may be sent again. */
  isRepeatable: boolean;
}>;

export type Documents = ReturnType<typeof makeDocuments>;

type Checked = Readonly<{ document: DocumentNode; cost: ReturnType<typeof makeCost> }>;

/** Parses and validates each text once. The schema is fixed for the life of a process. */
export function makeDocuments(schema: GraphQLSchema, trust: Trust) {
  const checked = new Map<string, Checked | Refusal>();

  function check(query: string): Checked | Refusal {
    try {
      const document = parse(query, { maxTokens: MAX_TOKENS });
      const errors = validate(schema, document, RULES, { maxErrors: 5 });
      return errors.length > 0
        ? badDocument(errors)
        : { document, cost: makeCost(schema, document) };
    } catch (error) {
      return badDocument([error]);
    }
  }

  function documentOf(query: string): Checked {
    let known = checked.get(query);
    if (!known) {
      known = check(query);
      if (checked.size >= KEPT_AT_MOST) checked.clear();
      checked.set(query, known);
    }
    if (known instanceof Refusal) throw known;
    return known;
  }

  return {
    /** Error: VALIDATION_ERROR with all that is wrong, without hints at names of the schema. */
    open(asked: Asked, variables?: Record<string, unknown> | null): Operation {
      const { document, cost } = documentOf(trust.textOf(asked));
      if (isTooDeep(variables)) throw invalid([{ path: 'variables', reason: 'too_deep' }]);
      const node = getOperationAST(document, asked.operationName);
      if (!node) throw badDocument([new GraphQLError('The operation to run is not clear.')]);
      if (cost(node, variables) > MAX_COST)
        throw invalid([{ path: 'query', reason: 'too_expensive' }]);
      const rootFields = node.selectionSet.selections.map((selection) =>
        selection.kind === 'Field' ? selection.name.value : '…',
      );
      const isOneField = rootFields.length === 1 && !rootFields.includes('…');
      const mayRepeat = isOneField && isRepeatable(schema, node, rootFields);
      return { document, node, rootFields, isOneField, isRepeatable: mayRepeat };
    },
  };
}

function badDocument(errors: readonly unknown[]): Refusal {
  const fields = errors.map((error) => ({
    path: 'query',
    reason: 'malformed',
    value: error instanceof GraphQLError ? withoutHints(error.message) : 'unreadable',
  }));
  return invalid(fields);
}

/**
 * "Did you mean" would spell out the schema to somebody who guesses; it is always the end of a
 * message.
 */
export const withoutHints = (message: string): string =>
  (message.split('Did you mean ', 1)[0] ?? '').trim();

function isRepeatable(
  schema: GraphQLSchema,
  node: OperationDefinitionNode,
  rootFields: readonly string[],
): boolean {
  const [name] = rootFields;
  if (node.operation !== 'mutation' || name === undefined) return false;
  const fields = schema.getMutationType()?.getFields();
  const input = fields?.[name]?.args.find((argument) => argument.name === 'input');
  const type = input && getNullableType(input.type);
  return isInputObjectType(type) && 'clientKey' in type.getFields();
}
