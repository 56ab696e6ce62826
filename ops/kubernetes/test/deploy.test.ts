// Which words kubectl hears from a deploy. A cluster runs elsewhere; health, smoke tests and the
// watch are those of every deploy.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readInstallationEnv } from '../../installation.ts';
import { kubernetesDriver } from '../driver.ts';
import { clusterStages } from '../stages.ts';

const release = { name: '1.1.0', folder: '' };
const env = readInstallationEnv({
  PUBLIC_URL: 'https://so-dai-ly.example',
  BACKUP_URL: 's3://backups/so-dai-ly',
  BACKUP_ENDPOINT: 'https://s3.example',
});
let home: string;
let heard: string[];
/** What kubectl answers to words that hold a text; an error is thrown. */
let answers: Record<string, string | Error>;
let forwarded: string[];

const driver = () =>
  kubernetesDriver({
    home,
    wish: { overlay: 'production', env },
    kubectl(words) {
      const said = words.join(' ').replace(`${home}/kubernetes/`, '');
      heard.push(said);
      const [, answer = ''] = Object.entries(answers).find(([part]) => said.includes(part)) ?? [];
      if (answer instanceof Error) throw answer;
      return answer;
    },
    forward: async (deployment, port) => {
      forwarded.push(`${deployment} ${port}`);
      return { port: 1, stop: () => forwarded.push(`stop ${deployment}`) };
    },
  });
const changes = (): string[] => heard.filter((words) => !words.startsWith('get '));
const written = (): string =>
  readFileSync(join(home, 'kubernetes', 'production', 'kustomization.yaml'), 'utf8');

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'sodaily-cluster-'));
  heard = [];
  answers = {};
  forwarded = [];
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

describe('a colour', () => {
  test('is started of its release without a word about the other, and waited for', async () => {
    answers = { 'service/server': 'blue' };
    await driver().start('green', release);

    expect(changes()).toEqual([
      'apply --kustomize production --selector so-dai-ly/stage=start,colour=green',
      'rollout status deployment/server-green --timeout=300s',
    ]);
    expect(written()).toContain('"newTag": "1.1.0"');
    expect(written()).toContain('/spec/selector/colour');
  });

  test('runs what its pods say, and nothing when it has none', () => {
    answers = {
      'deployment/server-blue --ignore-not-found --output jsonpath={.spec.replicas}': '2',
      'deployment/server-blue --ignore-not-found --output jsonpath={.spec.template': '1.0.0',
      'deployment/server-green': '0',
    };

    expect(driver().running('blue')?.name).toBe('1.0.0');
    expect(driver().running('green')).toBeUndefined();
  });

  test('is switched to by the Service alone, which keeps its release', async () => {
    answers = {
      'jsonpath={.spec.replicas}': '2',
      'jsonpath={.spec.template': '1.0.0',
    };
    await driver().switchTo('green');

    expect(changes()).toEqual(['apply --kustomize production --selector so-dai-ly/stage=switch']);
    expect(written()).toContain('\\"value\\":\\"green\\"');
  });

  test('is stopped by taking away its pods, with the time that they need', async () => {
    answers = { 'get pod': 'pod/server-blue-1\npod/server-blue-2\n' };
    await driver().stop('blue');

    expect(changes()).toEqual([
      'scale deployment/server-blue --replicas=0',
      'wait pod/server-blue-1 pod/server-blue-2 --for=delete --timeout=300s',
    ]);
  });

  test('without pods is not waited for', async () => {
    await driver().stop('blue');

    expect(changes()).toEqual(['scale deployment/server-blue --replicas=0']);
  });

  test('is asked by one way, which is closed in the end', async () => {
    const one = driver();
    // nobody listens there
    await expect(one.ask('green')('/readyz')).rejects.toThrow('ECONNREFUSED');
    await expect(one.ask('green')('/readyz')).rejects.toThrow('ECONNREFUSED');
    one.close();
    await expect.poll(() => forwarded).toEqual(['server-green 3000', 'stop server-green']);
  });
});

describe('the migration', () => {
  test('takes the place of the one before, and is waited for', () => {
    driver().migrate(release);

    expect(changes()).toEqual([
      'delete job/migration --ignore-not-found --wait',
      'apply --kustomize production --selector so-dai-ly/stage=migrate',
      'wait job/migration --for=condition=complete --timeout=660s',
    ]);
  });

  test('that fails is told of with its last words', () => {
    answers = { 'wait job': new Error('timed out'), 'logs ': 'Error: no such column' };

    expect(() => driver().migrate(release)).toThrow('Error: no such column');
  });
});

describe('the stages', () => {
  const names = (): string[] =>
    clusterStages({ driver: driver(), release, watchSeconds: 1 }).map(({ name }) => name);

  test('come in the order of every deploy', () => {
    expect(names()).toEqual([
      'ground',
      'migrate',
      'start',
      'health',
      'smoke tests',
      'switch',
      'watch',
      'worker',
      'drain',
    ]);
  });

  test('are taken back to the colour and the worker of before', async () => {
    answers = {
      'service/server': 'green',
      'jsonpath={.spec.replicas}': '2',
      'jsonpath={.spec.template': '1.0.0',
    };
    const stages = clusterStages({ driver: driver(), release, watchSeconds: 1 });
    heard = [];
    await stages.find(({ name }) => name === 'switch')?.undo?.();
    expect(written()).toContain('\\"value\\":\\"green\\"');
    expect(written()).toContain('"newTag": "1.0.0"');
    await stages.find(({ name }) => name === 'start')?.undo?.();
    expect(changes()).toContain('scale deployment/server-blue --replicas=0');
    await stages.find(({ name }) => name === 'worker')?.undo?.();
    expect(changes().at(-1)).toBe('rollout status deployment/worker --timeout=300s');
  });

  test('change nothing before the first of them runs', () => {
    names();

    expect(changes()).toEqual([]);
    expect(existsSync(join(home, 'kubernetes'))).toBe(false);
  });
});
