// The kustomization of one deploy: an overlay, with the release, the colour that is live, and where
// the installation is reached. JSON is YAML, so it is written as an object.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Colour } from '../deploy/release.ts';
import type { InstallationEnv } from '../installation.ts';

export const OVERLAYS = { staging: 'so-dai-ly-staging', production: 'so-dai-ly' } as const;
export type Overlay = keyof typeof OVERLAYS;

/** Images that a release has, as base/ names them. */
export const IMAGES = ['server', 'worker', 'migration'] as const;

export type Wish = Readonly<{
  overlay: Overlay;
  release: string;
  /** Where requests go once the stage `switch` is applied. */
  live: Colour;
  env: Pick<
    InstallationEnv,
    'IMAGES' | 'PUBLIC_URL' | 'MAIL_FROM' | 'BACKUP_URL' | 'BACKUP_ENDPOINT'
  >;
}>;

const replace = (path: string, value: string) => ({ op: 'replace', path, value });

export function kustomizationOf({ overlay, release, live, env }: Wish, base: string) {
  const { PUBLIC_URL, MAIL_FROM, BACKUP_URL, BACKUP_ENDPOINT } = env;
  if (PUBLIC_URL === undefined || BACKUP_URL === undefined || BACKUP_ENDPOINT === undefined)
    throw new Error('settings.env must say PUBLIC_URL, BACKUP_URL and BACKUP_ENDPOINT.');
  const { hostname } = new URL(PUBLIC_URL);
  const patch = (kind: string, name: string, ...operations: readonly object[]) => ({
    target: { kind, name },
    patch: JSON.stringify(operations),
  });
  return {
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    resources: [`${base}/overlays/${overlay}`],
    images: IMAGES.map((name) => ({
      name: `so-dai-ly/${name}`,
      newName: `${env.IMAGES}/${name}`,
      newTag: release,
    })),
    // the pods of a release say so, and so does /readyz
    labels: [{ pairs: { 'app.kubernetes.io/version': release }, includeTemplates: true }],
    patches: [
      patch('Service', 'server', replace('/spec/selector/colour', live)),
      patch('Ingress', '.*', replace('/spec/rules/0/host', hostname)),
      patch('Ingress', 'page|api|sign-in', replace('/spec/tls/0/hosts/0', hostname)),
      patch(
        'ConfigMap',
        'worker',
        replace('/data/PUBLIC_URL', PUBLIC_URL),
        replace('/data/MAIL_FROM', MAIL_FROM ?? ''),
      ),
      patch(
        'ObjectStore',
        'backups',
        replace('/spec/configuration/destinationPath', BACKUP_URL),
        replace('/spec/configuration/endpointURL', BACKUP_ENDPOINT),
      ),
    ],
  };
}

/** Writes it where kubectl finds it, and gives the folder. kustomize takes no absolute path. */
export function writeKustomization(home: string, wish: Wish): string {
  const folder = join(home, 'kubernetes', wish.overlay);
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  const content = kustomizationOf(wish, relative(folder, import.meta.dirname));
  writeFileSync(join(folder, 'kustomization.yaml'), `${JSON.stringify(content, null, 2)}\n`);
  return folder;
}
