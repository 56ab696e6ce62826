// compose/.env of an installation: values of settings, and which release each container is of.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import type { Release } from '../deploy/release.ts';
import { asEnvFile, composeFolder, composeSettings } from './settings.ts';

const fileOf = (home: string): string => join(composeFolder(home), '.env');

/** What compose is told now. */
export function toldSettings(home: string): Record<string, string> {
  const file = fileOf(home);
  return existsSync(file) ? (parseEnv(readFileSync(file, 'utf8')) as Record<string, string>) : {};
}

const write = (home: string, settings: Readonly<Record<string, string>>): void =>
  writeFileSync(fileOf(home), asEnvFile(settings), { mode: 0o600 });

/** Takes over the settings of an installation; releases stay. */
export function writeComposeSettings(of: Parameters<typeof composeSettings>[0]): void {
  const releases = Object.entries(toldSettings(of.home)).filter(([name]) =>
    /_(?:RELEASE|FOLDER)$/.test(name),
  );
  write(of.home, { ...composeSettings(of), ...Object.fromEntries(releases) });
}

/** Says of which release a container is from its next start on. */
export function tellRelease(home: string, service: string, { name, folder }: Release): void {
  const prefix = service.toUpperCase();
  write(home, {
    ...toldSettings(home),
    [`${prefix}_RELEASE`]: name,
    [`${prefix}_FOLDER`]: folder,
  });
}
