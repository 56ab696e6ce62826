/** PostGraphile types rows of a connection as nullable; a missing one is nothing to show. */
export function nodesOf<T>(connection: { nodes: readonly (T | null)[] } | null | undefined): T[] {
  return connection?.nodes.filter((node): node is T => node !== null) ?? [];
}
