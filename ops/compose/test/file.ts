// compose.yml as Docker would read it: merged, and with the values of an installation.
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse } from 'yaml';
import { secretsFolder } from '../settings.ts';

export type Service = Readonly<{
  image: string;
  user: string;
  command?: readonly string[];
  environment?: Readonly<Record<string, string>>;
  labels?: Readonly<Record<string, string>>;
  networks?: readonly string[];
  network_mode?: string;
  ports?: readonly string[];
  volumes?: readonly string[];
  tmpfs?: readonly string[];
  secrets?: readonly string[];
  healthcheck?: Readonly<{ test: readonly string[] }>;
  profiles?: readonly string[];
  read_only?: boolean;
  cap_drop?: readonly string[];
  cap_add?: readonly string[];
  security_opt?: readonly string[];
  restart?: string;
  stop_grace_period?: string;
  mem_limit?: string;
  pids_limit?: number;
}>;

export type ComposeFile = Readonly<{
  name: string;
  services: Readonly<Record<string, Service>>;
  networks: Readonly<Record<string, unknown>>;
  secrets: Readonly<Record<string, Readonly<{ file: string }>>>;
}>;

export const COMPOSE = join(import.meta.dirname, '..', 'compose.yml');

/** `${NAME}`, `${NAME:-default}` and `${NAME:?}`, which must be there. */
const filled = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replaceAll(
    /\$\{(\w+)(?::-([^}]*)|(:\?)[^}]*)?\}/g,
    (_whole, name: string, otherwise: string | undefined) => {
      const value = values[name];
      if (value !== undefined && value !== '') return value;
      if (otherwise !== undefined) return otherwise;
      throw new Error(`${name} is not told`);
    },
  );

/** As Docker does it: first the YAML is read, then every text in it is filled in. */
export function readCompose(values: Readonly<Record<string, string>>): ComposeFile {
  const inTexts = (part: unknown): unknown => {
    if (typeof part === 'string') return filled(part, values);
    if (Array.isArray(part)) return part.map(inTexts);
    if (typeof part !== 'object' || part === null) return part;
    return Object.fromEntries(Object.entries(part).map(([name, value]) => [name, inTexts(value)]));
  };
  return inTexts(parse(readFileSync(COMPOSE, 'utf8'), { merge: true })) as ComposeFile;
}

/** The environment of a container, with secrets where this machine has them. */
export const environmentOf = (
  { environment = {} }: Service,
  home: string,
): Record<string, string> =>
  Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [
      name,
      value.startsWith('/run/secrets/') ? join(secretsFolder(home), basename(value)) : value,
    ]),
  );

/** Names of settings, whether they are told or stand in a file. */
export const settingsIn = ({ environment = {} }: Service): string[] =>
  Object.keys(environment)
    .map((name) => name.replace(/_FILE$/, ''))
    .toSorted();
