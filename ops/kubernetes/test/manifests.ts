// What kubectl kustomize makes of ops/kubernetes: the part of kustomize that these files use. An
// error names what it does not know, so that nothing is passed over in silence.
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';

export const KUBERNETES = join(import.meta.dirname, '..');

type Json = Record<string, unknown>;
export type Manifest = Json & {
  apiVersion: string;
  kind: string;
  metadata: {
    name: string;
    namespace?: string;
    labels?: Json;
    annotations?: Record<string, string>;
  };
  spec?: Json;
  data?: Record<string, string>;
};
type Operation = Readonly<{ op: string; path: string; value?: unknown }>;
export type Kustomization = Readonly<{
  namespace?: string;
  resources?: readonly string[];
  components?: readonly string[];
  images?: readonly Readonly<{ name: string; newName?: string; newTag?: string }>[];
  labels?: readonly Readonly<{ pairs: Record<string, string>; includeTemplates?: boolean }>[];
  patches?: readonly Readonly<{ target: { kind: string; name: string }; patch: string }>[];
}>;

const KNOWN = new Set([
  'apiVersion',
  'kind',
  'namespace',
  'resources',
  'components',
  'images',
  'labels',
  'patches',
]);

export const read = (path: string): Kustomization =>
  parse(readFileSync(join(path, 'kustomization.yaml'), 'utf8')) as Kustomization;

/** Objects of a folder that has a kustomization. */
export const build = (path: string): Manifest[] => built(path, read(path), []);

export function built(path: string, wish: Kustomization, given: readonly Manifest[]): Manifest[] {
  const strange = Object.keys(wish).filter((key) => !KNOWN.has(key));
  if (strange.length > 0) throw new Error(`${path} says ${strange.join(', ')}: not known here`);
  let objects = [...given, ...(wish.resources ?? []).flatMap((name) => load(join(path, name)))];
  for (const name of wish.components ?? []) {
    const component = join(path, name);
    objects = built(component, read(component), objects);
  }
  if (wish.namespace !== undefined)
    for (const object of objects)
      if (object.kind !== 'Namespace') object.metadata.namespace = wish.namespace;
  for (const { target, patch } of wish.patches ?? []) {
    const meant = objects.filter(
      ({ kind, metadata }) =>
        kind === target.kind && new RegExp(`^(?:${target.name})$`).test(metadata.name),
    );
    if (meant.length === 0) throw new Error(`no ${target.kind} is called ${target.name}`);
    for (const object of meant)
      for (const operation of parse(patch) as Operation[]) change(object, operation);
  }
  for (const { pairs, includeTemplates } of wish.labels ?? [])
    for (const object of objects) {
      Object.assign((object.metadata.labels ??= {}), pairs);
      const template = (object.spec?.['template'] ?? {}) as { metadata?: { labels?: Json } };
      if (includeTemplates && template.metadata && object.apiVersion !== 'postgresql.cnpg.io/v1')
        Object.assign((template.metadata.labels ??= {}), pairs);
    }
  for (const { name, newName, newTag } of wish.images ?? [])
    for (const container of objects.flatMap(containersOf)) {
      const [image, tag] = (container['image'] as string).split(':');
      if (image === name) container['image'] = `${newName ?? image}:${newTag ?? tag}`;
    }
  return objects;
}

function load(path: string): Manifest[] {
  if (statSync(path).isDirectory()) return build(path);
  return parseAllDocuments(readFileSync(path, 'utf8')).map((document) => {
    const [problem] = [...document.errors, ...document.warnings];
    if (problem) throw problem;
    return document.toJS() as Manifest;
  });
}

/** Error: what is replaced or removed is not there. */
function change(object: Manifest, { op, path, value }: Operation): void {
  const names = path
    .split('/')
    .slice(1)
    .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));
  const last = names.pop() ?? '';
  let place = object as unknown as Json;
  for (const name of names) place = place[name] as Json;
  if (!(last in place)) throw new Error(`${object.kind} ${object.metadata.name} has no ${path}`);
  if (op === 'replace') place[last] = value;
  else if (op === 'remove') delete place[last];
  else throw new Error(`${op} is not known here`);
}

export type Container = Json & {
  name: string;
  image: string;
  ports?: { name: string; containerPort: number }[];
};

/** A part of the spec of an object, such as the template of its pods. */
export function part<T>({ kind, metadata, spec }: Manifest, key: string): T {
  const found = spec?.[key];
  if (found === undefined) throw new Error(`${kind} ${metadata.name} has no ${key}`);
  return found as T;
}

/** Containers that this repository brings. */
export function containersOf({ spec }: Manifest): Container[] {
  const template = spec?.['template'] as { spec?: { containers?: Container[] } } | undefined;
  return template?.spec?.containers ?? [];
}
