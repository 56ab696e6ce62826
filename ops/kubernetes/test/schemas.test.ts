// Every object is one that its API takes: by the schemas of Kubernetes, CloudNativePG, Traefik and
// the Prometheus operator, and, for fields that no schema knows, by the compiler.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { repositoryRoot } from '../../../db/tools/env.ts';
import { objectsOf, overlays } from './deployed.ts';
import type { Manifest } from './manifests.ts';

/** Packages that know the objects of an API group; the groups of Kubernetes itself are in one. */
const PACKAGES: Readonly<Record<string, string>> = {
  'postgresql.cnpg.io': '@kubernetes-models/cloudnative-pg',
  'traefik.io': '@kubernetes-models/traefik',
  'monitoring.coreos.com': '@kubernetes-models/prometheus-operator',
};
/** Groups of which there is no package: the plugin that backs CloudNativePG up to a bucket. */
const UNKNOWN = new Set(['barmancloud.cnpg.io']);

const groupOf = ({ apiVersion }: Manifest): string => apiVersion.split('/')[0] ?? '';
const moduleOf = (one: Manifest): string =>
  `${PACKAGES[groupOf(one)] ?? 'kubernetes-models'}/${one.apiVersion}`;
const nameOf = ({ kind, metadata }: Manifest): string => `${kind} ${metadata.name}`;

type Checked = new (data: unknown) => { validate(): void };

const knownOf = (overlay: (typeof overlays)[number]): Manifest[] =>
  objectsOf(overlay).filter((one) => !UNKNOWN.has(groupOf(one)));

/** What a schema says of an object; nothing when it is right. */
async function faultsOf(one: Manifest): Promise<string | undefined> {
  const found = (await import(moduleOf(one))) as Readonly<Record<string, Checked>>;
  const Kind = found[one.kind];
  if (!Kind) return `${nameOf(one)}: ${moduleOf(one)} has no ${one.kind}`;
  try {
    new Kind(one).validate();
    return undefined;
  } catch (error) {
    return `${nameOf(one)}: ${String(error)}`;
  }
}

/** Objects as literals of their types: the compiler tells of a field that a type does not have. */
function compiled(objects: readonly Manifest[]): string {
  // in the repository, because the compiler looks for packages from there
  const data = join(repositoryRoot, '.data');
  mkdirSync(data, { recursive: true });
  const folder = mkdtempSync(join(data, 'schemas-'));
  try {
    const lines = objects.flatMap((one, nth) => [
      `import type { I${one.kind} as I${nth} } from '${moduleOf(one)}';`,
      `export const object${nth}: I${nth} = ${JSON.stringify(one)};`,
    ]);
    writeFileSync(join(folder, 'objects.ts'), lines.join('\n'));
    const options = [
      '--ignoreConfig',
      '--noEmit',
      '--module',
      'nodenext',
      '--strict',
      '--skipLibCheck',
    ];
    const { stdout } = spawnSync(
      process.execPath,
      [join(repositoryRoot, 'node_modules/typescript/bin/tsc'), ...options, 'objects.ts'],
      { cwd: folder, encoding: 'utf8' },
    );
    return stdout;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe.each(overlays)('%s', (overlay) => {
  const objects = knownOf(overlay);

  test('is made of objects with the fields, types and values of their schemas', async () => {
    expect(objects.length).toBeGreaterThan(20);
    const faults = await Promise.all(objects.map(faultsOf));
    expect(faults.filter((fault) => fault !== undefined)).toEqual([]);
  });

  test('has no field that its kind does not know', () => {
    expect(compiled(objects)).toBe('');
  }, 120_000);
});

describe('a manifest with a mistake is found', () => {
  const deployment = (): Manifest => {
    const found = knownOf('staging').find(({ kind }) => kind === 'Deployment');
    if (!found?.spec) throw new Error('staging has no Deployment');
    return structuredClone(found);
  };

  test('by its type', async () => {
    const wrong = deployment();
    Object.assign(wrong.spec ?? {}, { replicas: 'two' });
    expect(await faultsOf(wrong)).toContain('replicas');
  });

  test('by a field that is written wrong', () => {
    const wrong = deployment();
    Object.assign(wrong.spec ?? {}, { replica: 2 });
    expect(compiled([wrong])).toContain(`"replica"' does not exist`);
  });
});
