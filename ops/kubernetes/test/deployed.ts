// All objects of a deploy, as the tests look at them.
import { join } from 'node:path';
import { makeSecrets } from '../../../db/tools/secrets.ts';
import { readInstallationEnv } from '../../installation.ts';
import { kustomizationOf, OVERLAYS, type Overlay } from '../rendering.ts';
import { built, containersOf, KUBERNETES, type Container, type Manifest } from './manifests.ts';

export const secrets = makeSecrets();
export const env = readInstallationEnv({
  IMAGES: 'ghcr.io/so-dai-ly',
  PUBLIC_URL: 'https://so-dai-ly.example',
  MAIL_FROM: 'Sổ Đại Lý <so@so-dai-ly.example>',
  SMTP_URL: 'smtps://mail.example:465',
  BACKUP_URL: 's3://backups/so-dai-ly',
  BACKUP_ENDPOINT: 'https://s3.example',
});
export const overlays = Object.keys(OVERLAYS) as Overlay[];

/** All objects of a deploy. */
export const objectsOf = (overlay: Overlay): Manifest[] =>
  built(
    join(KUBERNETES, 'test'),
    kustomizationOf({ overlay, release: '1.0.0', live: 'green', env }, '..'),
    [],
  );
export const objects = objectsOf('production');
export const find = (kind: string, name: string, among = objects): Manifest => {
  const found = among.find((one) => one.kind === kind && one.metadata.name === name);
  if (!found) throw new Error(`there is no ${kind} ${name}`);
  return found;
};
export const container = (kind: string, name: string): Container => {
  const [first] = containersOf(find(kind, name));
  if (!first) throw new Error(`${kind} ${name} has no container`);
  return first;
};
export const own = objects.filter((one) => containersOf(one).length > 0);
