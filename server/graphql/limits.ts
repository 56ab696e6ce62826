import {
  GraphQLError, type ASTVisitor, type DocumentNode, type FragmentDefinitionNode,
  type SelectionSetNode, type ValidationContext,
} from 'grafast/graphql';

const MAX_DEPTH = 10;
/** Every root field is a transaction on a connection of its own. */
const MAX_ROOT_FIELDS = 10;
const MAX_ALIASES = 10;

type Size = Readonly<{ depth: number; fields: number; aliases: number }>;

/** Refuses documents that ask for more than a screen of ours ever does. */
export function limitsRule(context: ValidationContext): ASTVisitor {
  const size = measure(context.getDocument());
  return {
    OperationDefinition(operation) {
      const { depth, fields, aliases } = size(operation.selectionSet);
      const say = (problem: string) =>
        context.reportError(new GraphQLError(problem, { nodes: operation }));
      if (depth > MAX_DEPTH) say(`The document is nested deeper than ${MAX_DEPTH} levels.`);
      if (fields > MAX_ROOT_FIELDS) say(`The document has more than ${MAX_ROOT_FIELDS} root fields.`);
      if (aliases > MAX_ALIASES) say(`The document has more than ${MAX_ALIASES} aliases.`);
    },
  };
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
        const inner = selection.kind === 'InlineFragment'
          ? ofSet(selection.selectionSet) : ofFragment(selection.name.value);
        fields += inner.fields;
        aliases += inner.aliases;
        depth = Math.max(depth, inner.depth);
      }
    }
    return { depth, fields, aliases };
  }
  return ofSet;
}
