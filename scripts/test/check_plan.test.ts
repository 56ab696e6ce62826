// What CI runs, and that nothing falls out of it.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { repositoryRoot } from '../../db/tools/env.ts';
import config from '../../vitest.config.ts';
import { LONG_STEPS, overspent, SHARES, STEPS, type Part } from '../check_plan.ts';

const projects = [
  ...readFileSync(join(repositoryRoot, 'vitest.config.ts'), 'utf8').matchAll(
    /^ {10}name: '([\w-]+)'/gm,
  ),
].map(([, name]) => name);

describe('the budget of CI', () => {
  test('is told in CONTRIBUTING.md as it is kept', () => {
    const text = readFileSync(join(repositoryRoot, 'CONTRIBUTING.md'), 'utf8');
    const told = [...text.matchAll(/^\| (\w+) +\| +(\d+) \|/gm)].map(([, part, minutes]) => [
      part,
      Number(minutes),
    ]);

    expect(Object.fromEntries(told)).toEqual(SHARES);
    const sum = Object.values(SHARES).reduce<number>((total, minutes) => total + minutes, 0);
    expect(sum).toBe(80);
  });

  test('gives every step of each run to a part', () => {
    expect(STEPS.filter(({ part }) => part === undefined)).toEqual([]);
  });

  test('names the part that took more than its share, and none that kept to it', () => {
    const used = new Map<Part, number>([
      ['scan', SHARES.scan * 60],
      ['browser', SHARES.browser * 60 + 1],
    ]);

    expect(overspent(used)).toEqual([
      expect.stringMatching(/^browser took 25\.0 of its 25 minutes/),
    ]);
    // a machine that is half as fast may take twice as long
    expect(overspent(used, 2)).toEqual([]);
  });
});

describe('every project of tests', () => {
  const runs = (steps: typeof STEPS): string[] =>
    steps
      .map(({ command }) => command.join(' '))
      .join(' ')
      .match(/--project=[\w-]+/g) ?? [];

  test('runs in each run of CI', () => {
    expect(projects.length).toBeGreaterThan(4);
    expect(new Set(runs(STEPS))).toEqual(new Set(projects.map((name) => `--project=${name}`)));
  });

  test('on UUID keys holds every rule, right, race and catalog, in whatever folder', () => {
    const project = config.test?.projects?.find(
      (one) => typeof one === 'object' && 'test' in one && one.test?.name === 'db-uuid',
    ) as { test: { include: string[]; exclude: string[] } };
    const inFolders = ['rule', 'permission', 'race', 'catalog'].flatMap((folder) =>
      globSync(`db/test/${folder}/**/*.test.ts`, { cwd: repositoryRoot }),
    );
    const run = globSync(project.test.include, {
      cwd: repositoryRoot,
      exclude: project.test.exclude,
    });

    expect(run.length).toBeGreaterThan(150);
    expect(inFolders.filter((file) => !run.includes(file))).toEqual(project.test.exclude);
  });

  test('runs whole in one of the steps of check:full', () => {
    const whole = [...STEPS, ...LONG_STEPS]
      .filter(({ command }) => !command.some((word) => word.startsWith('db/test/')))
      .flatMap((step) => runs([step]));

    expect(new Set(whole)).toEqual(new Set(projects.map((name) => `--project=${name}`)));
  });
});
