import {
  getNamedType,
  getNullableType,
  isCompositeType,
  isListType,
  isObjectType,
  isInterfaceType,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValueNode,
} from 'grafast/graphql';
import { DEFAULT_PAGE, MAX_PAGE } from '../plugins/page_limit.ts';

/**
 * Fields times rows that one request may ask for. The dearest page of the web client is below it (a
 * test says so); a hundred rows in a hundred rows in a hundred rows are far above.
 */
export const MAX_COST = 60_000;

type Variables = Readonly<Record<string, unknown>> | null | undefined;
type Sizes = Readonly<{
  variables: Variables;
  operation: OperationDefinitionNode;
  fragments: Map<string, number>;
}>;

/**
 * What an operation may cost at most: a field counts one, and what stands in a list counts once for
 * every row of its page, whether the size of the page is written down or comes in a variable.
 */
export function makeCost(schema: GraphQLSchema, document: DocumentNode) {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === 'FragmentDefinition') fragments.set(definition.name.value, definition);
  }

  function ofSet(set: SelectionSetNode, type: GraphQLNamedType | undefined, sizes: Sizes): number {
    let cost = 0;
    for (const selection of set.selections) {
      if (selection.kind === 'Field') cost += ofField(selection, type, sizes);
      else if (selection.kind === 'FragmentSpread') cost += ofFragment(selection.name.value, sizes);
      else
        cost += ofSet(
          selection.selectionSet,
          typeNamed(selection.typeCondition?.name.value) ?? type,
          sizes,
        );
    }
    return cost;
  }

  /** A fragment costs the same wherever it stands, so fragments in fragments are measured once. */
  function ofFragment(name: string, sizes: Sizes): number {
    const known = sizes.fragments.get(name);
    const fragment = fragments.get(name);
    if (known !== undefined || !fragment) return known ?? 0;
    sizes.fragments.set(name, 0);
    const cost = ofSet(fragment.selectionSet, typeNamed(fragment.typeCondition.name.value), sizes);
    sizes.fragments.set(name, cost);
    return cost;
  }

  function ofField(node: FieldNode, parent: GraphQLNamedType | undefined, sizes: Sizes): number {
    const field =
      isObjectType(parent) || isInterfaceType(parent)
        ? parent.getFields()[node.name.value]
        : undefined;
    if (!node.selectionSet || !field) return 1;
    const type = getNamedType(field.type);
    return (
      1
      + rowsOf(node, field, parent, sizes)
        * ofSet(node.selectionSet, isCompositeType(type) ? type : undefined, sizes)
    );
  }

  const typeNamed = (name: string | undefined) =>
    name === undefined ? undefined : schema.getType(name);

  return (operation: OperationDefinitionNode, variables: Variables): number =>
    ofSet(operation.selectionSet, schema.getRootType(operation.operation) ?? undefined, {
      variables,
      operation,
      fragments: new Map(),
    });
}

function rowsOf(
  node: FieldNode,
  field: GraphQLField<unknown, unknown>,
  parent: GraphQLNamedType | undefined,
  sizes: Sizes,
): number {
  const first = field.args.find(({ name }) => name === 'first');
  if (first) {
    const given = node.arguments?.find(({ name }) => name.value === 'first')?.value;
    return clamped(
      given === undefined ? first.defaultValue : (valueOf(given, sizes) ?? first.defaultValue),
    );
  }
  // the rows of a connection were counted where its page was asked for
  const isPage = parent?.name.endsWith('Connection') ?? false;
  return isListType(getNullableType(field.type)) && !isPage ? DEFAULT_PAGE : 1;
}

function valueOf(node: ValueNode, { variables, operation }: Sizes): unknown {
  if (node.kind === 'IntValue') return Number(node.value);
  if (node.kind !== 'Variable') return undefined;
  const name = node.name.value;
  const given = variables?.[name];
  if (given !== undefined) return given;
  const standard = operation.variableDefinitions?.find(
    ({ variable }) => variable.name.value === name,
  )?.defaultValue;
  return standard?.kind === 'IntValue' ? Number(standard.value) : undefined;
}

/** The plan gives a whole page at most (PageLimitPlugin); what is no number is refused later. */
const clamped = (rows: unknown): number =>
  typeof rows === 'number' && rows >= 0 ? Math.min(rows, MAX_PAGE) : MAX_PAGE;
