// A copy of what the DBA's tools read and write, so that tests may edit rules and migrations.
import { spawn, type ChildProcess } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repositoryRoot } from '../../../db/tools/env.ts';
import type { Secrets } from '../../../db/tools/secrets.ts';

export interface WorkingCopy {
  folder: string;
  /** Runs a tool of the copy, such as db/tools/watch.ts. */
  run: (tool: string, args?: string[], settings?: Record<string, string>) => ToolRun;
  remove: () => void;
}

export interface ToolRun {
  child: ChildProcess;
  said: () => string;
  ended: Promise<number | null>;
}

const copied = [
  'db',
  'platform',
  '.gmrc',
  'package.json',
  'vitest.config.ts',
  'web/vite.config.ts',
  'web/split_documents.ts',
];

/** `more` are further files and folders that the test needs. */
export function workingCopy(secrets: Secrets, more: readonly string[] = []): WorkingCopy {
  const folder = mkdtempSync(join(tmpdir(), 'sodaily-copy-'));
  chmodSync(folder, 0o755);
  for (const path of new Set([...copied, ...more])) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    cpSync(join(repositoryRoot, path), join(folder, path), {
      recursive: true,
      filter: (source) => !/[\\/](?:dist|node_modules)$/.test(source),
    });
  }
  mkdirSync(join(folder, '.data'));
  writeFileSync(join(folder, '.data', 'secrets.json'), JSON.stringify(secrets));
  symlinkSync(join(repositoryRoot, 'node_modules'), join(folder, 'node_modules'));
  return {
    folder,
    run: (tool, args = [], settings = {}) => {
      const child = spawn(process.execPath, [tool, ...args], {
        cwd: folder,
        env: { ...process.env, ...settings },
      });
      let text = '';
      for (const stream of [child.stdout, child.stderr]) {
        stream.on('data', (chunk) => {
          text += chunk;
        });
      }
      const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
      return { child, said: () => text, ended };
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
