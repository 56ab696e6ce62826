// npm run pin-actions: writes into the workflows the commit that each action's version has today.
// A version may be moved to another commit, a commit cannot. Needs GitHub; to take over a newer
// version, write it behind the # and run this again.
import { spawnSync } from 'node:child_process';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../db/tools/env.ts';

const USES = /^(\s*(?:- )?uses: )([\w.-]+\/[\w.-]+)((?:\/[\w.-]+)*)@(\S+) # (v[\w.-]+)$/gm;

export type Action = Readonly<{ repository: string; commit: string; version: string }>;

export const workflowFiles = (): string[] =>
  globSync('.github/workflows/*.yml', { cwd: repositoryRoot }).map((file) =>
    join(repositoryRoot, file),
  );

/** The actions of a workflow that say their version; those of this repository have none. */
export const actionsIn = (workflow: string): Action[] =>
  [...workflow.matchAll(USES)].map(
    ([, , repository = '', , commit = '', version = '']): Action => ({
      repository,
      commit,
      version,
    }),
  );

/** The workflow with the commits that versions have. */
export const withCommits = (
  workflow: string,
  commitOf: (repository: string, version: string) => string,
): string =>
  workflow.replaceAll(
    USES,
    (_line, before: string, repository: string, path: string, _old: string, version: string) =>
      `${before}${repository}${path}@${commitOf(repository, version)} # ${version}`,
  );

/** A version that was signed is an object of its own; what it stands for ends with ^{}. */
function commitOnGitHub(repository: string, version: string): string {
  const tag = `refs/tags/${version}`;
  const { stdout, status } = spawnSync(
    'git',
    ['ls-remote', `https://github.com/${repository}`, tag, `${tag}^{}`],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const commit = stdout?.trim().split('\n').at(-1)?.split('\t')[0] ?? '';
  if (status !== 0 || !/^[0-9a-f]{40}$/.test(commit))
    throw new Error(`GitHub did not tell the commit of ${repository} ${version}`);
  return commit;
}

if (import.meta.main)
  for (const file of workflowFiles()) {
    const before = readFileSync(file, 'utf8');
    writeFileSync(file, withCommits(before, commitOnGitHub));
    for (const { repository, version } of actionsIn(before)) console.log(repository, version);
  }
