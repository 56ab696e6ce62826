// npm run licences: every package of the lockfile with its version and licence, and an error when
// one has a licence that is not on the list below. `npm run sbom` writes the same packages as
// CycloneDX, with their hashes.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../db/tools/env.ts';

export type Locked = Readonly<{
  version: string;
  license?: string;
  dev?: boolean;
  integrity?: string;
  resolved?: string;
  hasInstallScript?: boolean;
}>;
/** Packages of the lockfile by their path; the project itself is left out. */
export function lockedPackages(
  file = join(repositoryRoot, 'package-lock.json'),
): [string, Locked][] {
  const { packages } = JSON.parse(readFileSync(file, 'utf8')) as {
    packages: Record<string, Locked>;
  };
  return Object.entries(packages).filter(([path]) => path !== '');
}

/** The name of a package by its path: the last folder, with its scope. */
export const nameOf = (path: string): string => path.split('node_modules/').at(-1) ?? path;

/** Licences that ask for no more than to be named. */
const PERMISSIVE = [
  'MIT',
  'MIT-0',
  'ISC',
  '0BSD',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'Python-2.0',
  'PSF-2.0',
  // fonts, which are handed on as they are
  'OFL-1.1',
];
/** What tools may have besides: they are run and not handed on. */
const OF_TOOLS = ['MPL-2.0', 'Artistic-2.0', 'CC-BY-3.0', 'CC-BY-4.0', 'WTFPL'];
/** Packages that name no licence in package.json; read by hand in their LICENSE file. */
const READ_BY_HAND: Readonly<Record<string, string>> = { 'png-js': 'MIT' };

export const licenceOf = (path: string, { license }: Locked): string =>
  license ?? READ_BY_HAND[nameOf(path)] ?? 'none';

/** Whether an SPDX expression allows us the use that is made of the package. */
export function isAllowed(expression: string, isTool: boolean): boolean {
  const allowed = isTool ? [...PERMISSIVE, ...OF_TOOLS] : PERMISSIVE;
  const plain = expression.replaceAll(/[()]/g, '');
  // no package has both words; one that does must be looked at
  if (plain.includes(' OR ') && plain.includes(' AND ')) return false;
  if (plain.includes(' OR ')) return plain.split(' OR ').some((one) => allowed.includes(one));
  return plain.split(' AND ').every((one) => allowed.includes(one));
}

export const refusedLicences = (packages: readonly [string, Locked][]): string[] =>
  packages
    .filter(([path, locked]) => !isAllowed(licenceOf(path, locked), locked.dev === true))
    .map(([path, locked]) => `${nameOf(path)} ${locked.version}: ${licenceOf(path, locked)}`);

if (import.meta.main) {
  const packages = lockedPackages();
  for (const [path, locked] of packages)
    console.log(`${nameOf(path)}\t${locked.version}\t${licenceOf(path, locked)}`);
  const refused = refusedLicences(packages);
  for (const line of refused) console.error(`not on the list of scripts/licences.ts: ${line}`);
  process.exit(refused.length > 0 ? 1 : 0);
}
