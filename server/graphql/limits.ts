import {
  GraphQLError,
  type ASTVisitor,
  type DocumentNode,
  type FragmentDefinitionNode,
  type SelectionSetNode,
  type ValidationContext,
  type ValueNode,
} from 'grafast/graphql';

const MAX_DEPTH = 10;
/** Every root field is a transaction on a connection of its own. */
const MAX_ROOT_FIELDS = 10;
const MAX_ALIASES = 10;
/** The dearest page of ours has a handful; each must be looked at for every field. */
const MAX_DIRECTIVES = 50;
/** Lists and objects in each other: a slip's lines are three deep, a filter of ours four. */
const MAX_VALUE_DEPTH = 10;

type Size = Readonly<{ depth: number; fields: number; aliases: number }>;

/** Refuses documents that ask for more than a screen of ours ever does. */
export function limitsRule(context: ValidationContext): ASTVisitor {
  const size = measure(context.getDocument());
  let directives = 0;
  let valueDepth = 0;
  const value = {
    enter(node: ValueNode) {
      valueDepth += 1;
      if (valueDepth === MAX_VALUE_DEPTH + 1) {
        context.reportError(
          new GraphQLError(`Values are nested deeper than ${MAX_VALUE_DEPTH} levels.`, {
            nodes: node,
          }),
        );
      }
    },
    leave() {
      valueDepth -= 1;
    },
  };
  return {
    ObjectValue: value,
    ListValue: value,
    Directive(node) {
      directives += 1;
      if (directives === MAX_DIRECTIVES + 1) {
        context.reportError(
          new GraphQLError(`The document has more than ${MAX_DIRECTIVES} directives.`, {
            nodes: node,
          }),
        );
      }
    },
    OperationDefinition(operation) {
      const { depth, fields, aliases } = size(operation.selectionSet);
      const say = (problem: string) =>
        context.reportError(new GraphQLError(problem, { nodes: operation }));
      if (depth > MAX_DEPTH) say(`The document is nested deeper than ${MAX_DEPTH} levels.`);
      if (fields > MAX_ROOT_FIELDS)
        say(`The document has more than ${MAX_ROOT_FIELDS} root fields.`);
      if (aliases > MAX_ALIASES) say(`The document has more than ${MAX_ALIASES} aliases.`);
    },
  };
}

/** The same for values that come in variables; without recursion, which is what it guards. */
export function isTooDeep(variables: unknown): boolean {
  let level: unknown[] = [variables];
  // the variables themselves are an object around the values
  for (let depth = 0; depth <= MAX_VALUE_DEPTH + 1; depth += 1) {
    level = level.flatMap((value) =>
      typeof value === 'object' && value !== null ? Object.values(value) : [],
    );
    if (level.length === 0) return false;
  }
  return true;
}

/** Each fragment is measured once, so fragments in fragments cost nothing extra to refuse. */
function measure(document: DocumentNode): (set: SelectionSetNode) => Size {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === 'FragmentDefinition') fragments.set(definition.name.value, definition);
  }
  const known = new Map<string, Size>();
  const EMPTY: Size = { depth: 0, fields: 0, aliases: 0 };

  function ofFragment(name: string): Size {
    const before = known.get(name);
    const fragment = fragments.get(name);
    if (before || !fragment) return before ?? EMPTY;
    known.set(name, EMPTY); // a cycle is another rule's to report
    const size = ofSet(fragment.selectionSet);
    known.set(name, size);
    return size;
  }

  function ofSet(set: SelectionSetNode): Size {
    let depth = 0;
    let fields = 0;
    let aliases = 0;
    for (const selection of set.selections) {
      if (selection.kind === 'Field') {
        // introspection is deep by nature and reads no rows
        if (selection.name.value.startsWith('__')) continue;
        const inner = selection.selectionSet ? ofSet(selection.selectionSet) : EMPTY;
        fields += 1;
        aliases += inner.aliases + (selection.alias ? 1 : 0);
        depth = Math.max(depth, inner.depth + 1);
      } else {
        const inner =
          selection.kind === 'InlineFragment'
            ? ofSet(selection.selectionSet)
            : ofFragment(selection.name.value);
        fields += inner.fields;
        aliases += inner.aliases;
        depth = Math.max(depth, inner.depth);
      }
    }
    return { depth, fields, aliases };
  }
  return ofSet;
}
