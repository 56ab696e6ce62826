// npm run lint:secrets: secretlint over every file that git knows or would take in.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../db/tools/env.ts';

/** Letters and keys by the hundred, none of them ours; and pictures. */
const SKIPPED = /(^package-lock\.json|common_passwords\.txt|\.(png|ico|woff2))$/;

/** Exit code of secretlint on these files; nothing of what it finds is written in full. */
export function lintSecrets(files: readonly string[], folder = repositoryRoot): number {
  const { status } = spawnSync(
    'secretlint',
    ['--secretlintrc', join(repositoryRoot, '.secretlintrc.json'), '--no-glob', ...files],
    {
      cwd: folder,
      stdio: 'inherit',
      shell: process.platform === 'win32',
      env: {
        ...process.env,
        PATH: `${join(repositoryRoot, 'node_modules', '.bin')}:${process.env['PATH']}`,
      },
    },
  );
  return status ?? 1;
}

if (import.meta.main) {
  const known = execFileSync(
    'git',
    ['ls-files', '-z', '--cached', '--others', '--exclude-standard'],
    {
      cwd: repositoryRoot,
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    },
  );
  const files = known
    .split('\0')
    .filter((file) => file !== '' && !SKIPPED.test(file) && existsSync(join(repositoryRoot, file)));
  const code = lintSecrets(files);
  if (code === 0) console.log(`No secret in ${files.length} files.`);
  process.exit(code);
}
