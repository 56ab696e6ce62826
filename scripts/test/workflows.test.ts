// What GitHub Actions runs: pinned, with the least rights, and in scripts that are run here with
// programs that stand in for docker, ssh and GitHub's own.
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { repositoryRoot } from '../../db/tools/env.ts';
import { actionsIn, withCommits, workflowFiles } from '../pin_actions.ts';

type Step = Readonly<{ uses?: string; run?: string; env?: Readonly<Record<string, string>> }>;
type Job = Readonly<{
  uses?: string;
  needs?: string | readonly string[];
  environment?: string;
  permissions?: Readonly<Record<string, string>>;
  'timeout-minutes'?: number;
  steps?: readonly Step[];
}>;
type Workflow = Readonly<{
  permissions: Readonly<Record<string, string>>;
  env?: Readonly<Record<string, string>>;
  jobs: Readonly<Record<string, Job>>;
}>;

const workflows = workflowFiles().map((file) => {
  const text = readFileSync(file, 'utf8');
  return { name: basename(file), text, content: parse(text) as Workflow };
});
const jobs = workflows.flatMap(({ name, content }) =>
  Object.entries(content.jobs).map(([job, told]) => ({ where: `${name}: ${job}`, told, content })),
);
const release = workflows.find(({ name }) => name === 'release.yml')?.content.jobs ?? {};

describe('every workflow', () => {
  test('uses actions by the commit that was looked at', () => {
    for (const { name, text, content } of workflows) {
      const used = Object.values(content.jobs)
        .flatMap(({ uses, steps = [] }) => [uses, ...steps.map((step) => step.uses)])
        .filter((uses) => uses !== undefined && !uses.startsWith('./'));
      expect(actionsIn(text).length, name).toBe(used.length);
      for (const { commit } of actionsIn(text)) expect(commit, name).toMatch(/^[0-9a-f]{40}$/);
    }
  });

  test('may read the repository, and a job more only where it says so', () => {
    for (const { name, content } of workflows)
      expect(content.permissions, name).toEqual({ contents: 'read' });
    const more = jobs.flatMap(({ where, told: { permissions = {} } }) =>
      Object.entries(permissions)
        .filter(([, right]) => right !== 'read')
        .map(([what, right]) => `${where} ${what}: ${right}`),
    );
    expect(more).toEqual([
      'release.yml: images packages: write',
      'release.yml: publish contents: write',
    ]);
  });

  test('ends by itself', () => {
    const own = jobs.filter(({ told }) => told.uses === undefined);

    for (const { where, told } of own) expect(told['timeout-minutes'], where).toBeGreaterThan(0);
  });

  test('does in its steps what a script of the repository or npm does', () => {
    for (const { where, told, content } of jobs)
      for (const { run, env = {} } of told.steps ?? []) {
        if (run === undefined) continue;
        expect(run, where).toMatch(/^(?:\.ci\/[\w-]+|npm audit)(?: |$)/);
        expect(run, where).not.toContain('\n');
        const [script = ''] = run.split(' ');
        if (!script.startsWith('.ci/')) continue;
        const file = join(repositoryRoot, script);
        expect(statSync(file).mode & 0o111, script).toBe(0o111);
        const wanted = [...readFileSync(file, 'utf8').matchAll(/\$\{(\w+):\?/g)].map(
          ([, name = '']) => name,
        );
        const given = Object.keys({ ...content.env, ...env });
        expect(
          wanted.filter((name) => !given.includes(name)),
          where,
        ).toEqual([]);
        // what a stranger may name, such as a tag, is never part of a command
        expect(run, where).not.toMatch(/\$\{\{ (?!matrix\.)/);
      }
  });
});

describe('a release', () => {
  test('is checked, then an image, published, on staging, and in production at last', () => {
    expect(release['images']?.needs).toEqual(['check', 'audit']);
    expect(release['publish']?.needs).toBe('images');
    expect(release['staging']).toMatchObject({ needs: 'publish', environment: 'staging' });
    expect(release['production']).toMatchObject({ needs: 'staging', environment: 'production' });
    expect(release['check']?.uses).toBe('./.github/workflows/check.yml');
  });

  test('has an image for every target that compose.yml or Kubernetes runs', () => {
    const text = workflows.find(({ name }) => name === 'release.yml')?.text ?? '';
    const compose = readFileSync(join(repositoryRoot, 'ops', 'compose', 'compose.yml'), 'utf8');
    const targets = new Set(
      [...compose.matchAll(/\/(\w+):\$\{\w+_RELEASE/g)].map(([, target = '']) => target),
    );
    const base = join(repositoryRoot, 'ops', 'kubernetes', 'base');
    for (const file of readdirSync(base))
      for (const [, target = ''] of readFileSync(join(base, file), 'utf8').matchAll(
        /image: so-dai-ly\/(\w+):/g,
      ))
        targets.add(target);

    expect(text).toContain(`target: [${[...targets].join(', ')}]`);
  });
});

test('npm run pin-actions writes the commit of a version, and leaves the rest', () => {
  const workflow =
    '      - uses: actions/checkout@1111 # v4.2.2\n'
    + '        uses: owner/one/part@main # v3.1.0\n'
    + '    uses: ./.github/workflows/check.yml\n';

  expect(withCommits(workflow, (repository, version) => `<${repository} ${version}>`)).toBe(
    '      - uses: actions/checkout@<actions/checkout v4.2.2> # v4.2.2\n'
      + '        uses: owner/one/part@<owner/one v3.1.0> # v3.1.0\n'
      + '    uses: ./.github/workflows/check.yml\n',
  );
});

describe('the scripts of a release', () => {
  let folder: string;
  const at = (name: string): string => join(folder, name);
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sodaily-release-'));
    mkdirSync(at('bin'));
    for (const name of ['docker', 'gh', 'npm', 'systemctl']) standIn(name);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** A program that writes down what it was asked, and then does something. */
  function standIn(name: string, more = ''): void {
    writeFileSync(at(`bin/${name}`), `#!/bin/sh\necho "${name} $*" >>"$HEARD"\n${more}\n`);
    chmodSync(at(`bin/${name}`), 0o755);
  }
  function run(script: string, args: readonly string[], env: Record<string, string> = {}) {
    const { status, stdout, stderr } = spawnSync(join(repositoryRoot, '.ci', script), args, {
      cwd: folder,
      encoding: 'utf8',
      env: {
        PATH: `${at('bin')}:${process.env['PATH']}`,
        HOME: folder,
        HEARD: at('heard'),
        ...env,
      },
    });
    return { code: status, said: stdout + stderr };
  }
  const heard = (): string[] =>
    existsSync(at('heard')) ? readFileSync(at('heard'), 'utf8').trim().split('\n') : [];

  describe('image', () => {
    const settings = { IMAGES: 'ghcr.io/Owner/So-Dai-Ly', REGISTRY_TOKEN: 'token-of-the-registry' };

    test('is looked through before it is pushed, with its list of contents', () => {
      expect(run('image', ['server', 'v1.2.0'], settings)).toMatchObject({ code: 0 });

      const image = 'ghcr.io/owner/so-dai-ly/server:1.2.0';
      const build = `docker buildx build --file ops/compose/Dockerfile --target server --tag ${image}`;
      expect(heard()[0]).toMatch(/^docker login ghcr\.io --username \S+ --password-stdin$/);
      expect(heard().slice(2)).toEqual([
        `${build} --load .`,
        expect.stringMatching(/^docker run .*--exit-code 1 .* ghcr\.io\S+server:1\.2\.0$/),
        `${build} --push --sbom=true --provenance=mode=max .`,
      ]);
      expect(heard().join()).not.toContain('token-of-the-registry');
    });

    test('with a known hole is not pushed', () => {
      standIn('docker', 'case "$*" in run*) exit 1;; esac');

      expect(run('image', ['server', 'v1.2.0'], settings).code).not.toBe(0);
      expect(heard().filter((words) => words.includes('--push'))).toEqual([]);
    });
  });

  describe('publish', () => {
    const keepNotes =
      'for word; do case "$word" in */notes.md) cp "$word" "$HOME/notes";; esac; done';

    test('tells what the CHANGELOG says of the version, and of no other', () => {
      standIn('gh', keepNotes);

      expect(run('publish', ['v0.2.0'], { GH_TOKEN: 'x' })).toMatchObject({ code: 0 });
      const notes = readFileSync(at('notes'), 'utf8');
      expect(notes).toContain('A page is read in one transaction and one snapshot');
      expect(notes).not.toMatch(/^## /m);
      expect(heard().at(-1)).toMatch(/^gh release create v0\.2\.0 --verify-tag .*cyclonedx\.json$/);
    });

    test('of a version that the CHANGELOG does not know is refused', () => {
      const { code, said } = run('publish', ['v9.9.9'], { GH_TOKEN: 'x' });

      expect(code).toBe(1);
      expect(said).toContain('tells nothing of 9.9.9');
      expect(heard()).toEqual([]);
    });
  });

  test('deploy talks to the machine that is known, with a key that nobody else reads', () => {
    standIn('ssh', 'cat >"$HOME/sent"; stat -c %a "$2" >"$HOME/mode"; cat "$2" >"$HOME/key"');
    const result = run('deploy', ['v1.2.0'], {
      DEPLOY_HOST: 'root@staging.example',
      DEPLOY_HOME: '/srv/so-dai-ly',
      DEPLOY_KEY: 'the key',
      DEPLOY_KNOWN_HOSTS: 'staging.example ssh-ed25519 AAAA',
      REPOSITORY: 'https://github.example/so-dai-ly',
    });

    expect(result).toEqual({ code: 0, said: '' });
    expect(heard()[0]).toContain('-o StrictHostKeyChecking=yes');
    expect(heard()[0]).toContain(
      'root@staging.example bash -s -- v1.2.0 /srv/so-dai-ly https://github.example/so-dai-ly',
    );
    expect(readFileSync(at('mode'), 'utf8').trim()).toBe('600');
    expect(readFileSync(at('key'), 'utf8')).toBe('the key\n');
    expect(readFileSync(at('sent'), 'utf8')).toBe(
      readFileSync(join(repositoryRoot, '.ci', 'on-machine'), 'utf8'),
    );
  });

  describe('on the machine', () => {
    const home = (): string => at('home');
    const releaseFolder = (): string => join(home(), 'releases', '1.2.0');
    const git = (...words: string[]): void => {
      const { status, stderr } = spawnSync('git', words, {
        cwd: at('repository'),
        encoding: 'utf8',
        env: {
          PATH: process.env['PATH'],
          HOME: folder,
          GIT_AUTHOR_NAME: 'a',
          GIT_AUTHOR_EMAIL: 'a@example',
          GIT_COMMITTER_NAME: 'a',
          GIT_COMMITTER_EMAIL: 'a@example',
        },
      });
      expect(status, stderr).toBe(0);
    };
    beforeEach(() => {
      mkdirSync(at('repository'));
      git('init', '--quiet');
      writeFileSync(at('repository/package.json'), '{}\n');
      git('add', '.');
      git('commit', '--quiet', '--message', 'first');
      git('tag', 'v1.2.0');
    });
    const onMachine = (tag = 'v1.2.0') =>
      run('on-machine', [tag, home(), `file://${at('repository')}`]);

    test('a release is fetched whole, deployed, and the keeper started anew', () => {
      expect(onMachine()).toMatchObject({ code: 0 });

      expect(existsSync(join(releaseFolder(), 'package.json'))).toBe(true);
      expect(heard()).toEqual([
        'npm ci',
        'npm run build',
        `npm run deploy -- --home=${home()}`,
        'systemctl try-restart so-dai-ly',
      ]);
    });

    test('one that is there is deployed as it is', () => {
      onMachine();
      rmSync(at('heard'));
      onMachine();

      expect(heard()[0]).toBe(`npm run deploy -- --home=${home()}`);
    });

    test('one that could not be built is no release, and is begun anew', () => {
      standIn('npm', 'case "$*" in "run build") exit 1;; esac');

      expect(onMachine().code).not.toBe(0);
      expect(existsSync(releaseFolder())).toBe(false);
      standIn('npm');
      expect(onMachine()).toMatchObject({ code: 0 });
    });

    test('one that does not go live leaves the keeper as it is', () => {
      standIn('npm', 'case "$*" in "run deploy"*) exit 1;; esac');

      expect(onMachine().code).not.toBe(0);
      expect(heard().filter((words) => words.startsWith('systemctl'))).toEqual([]);
    });

    test('what is no version is refused', () => {
      expect(onMachine('main; reboot')).toMatchObject({ code: 1 });
      expect(heard()).toEqual([]);
    });
  });
});
