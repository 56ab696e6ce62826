// Which words docker hears from a deploy with containers. Docker itself runs elsewhere; the stages
// are the same as with processes, and those have their drill.
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { repositoryRoot } from '../../../db/tools/env.ts';
import type { Docker } from '../../compose/docker.ts';
import { composeFolder } from '../../compose/settings.ts';
import { toldSettings, writeComposeSettings } from '../../compose/write.ts';
import { foldersOf, readInstallationEnv, type Installation } from '../../installation.ts';
import { composeDriver } from '../compose_driver.ts';

const release = { name: '1.0.0', folder: repositoryRoot };
let home: string;
let installation: Installation;
let heard: string[];
/** What docker answers to words that hold a text; an error is thrown. */
let answers: Record<string, string | Error>;

const docker: Docker = (...words) => {
  const said = words.join(' ').replace(/^compose .*?\.env /, '');
  heard.push(said);
  const [, answer = ''] = Object.entries(answers).find(([part]) => said.includes(part)) ?? [];
  if (answer instanceof Error) throw answer;
  return answer;
};
const driver = () => composeDriver(installation, docker);

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'sodaily-containers-'));
  for (const folder of [composeFolder(home), foldersOf(home).run, foldersOf(home).nginx])
    mkdirSync(folder, { recursive: true });
  heard = [];
  answers = {};
  installation = {
    home,
    env: readInstallationEnv({ DEPLOY_DRIVER: 'compose' }),
    database: { DATABASE_NAME: 'sodaily', DATA_DIR: home, DEMO: false },
  } as unknown as Installation;
  writeComposeSettings(installation);
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

describe('a colour', () => {
  test('is started of its release, and waited for until it is healthy', async () => {
    await driver().start('green', release);

    expect(toldSettings(home)).toMatchObject({
      GREEN_RELEASE: '1.0.0',
      GREEN_FOLDER: repositoryRoot,
    });
    expect(heard).toEqual([
      'up --detach --no-deps --no-build --force-recreate --wait --wait-timeout=60 green',
    ]);
  });

  test('that does not become healthy is told of with its last words', async () => {
    answers = { 'up ': new Error('docker compose failed'), 'logs ': 'Wrong settings\n' };

    await expect(driver().start('green', release)).rejects.toThrow(
      'green of 1.0.0 did not start:\nWrong settings',
    );
  });

  test('is known by the labels of the container that runs', () => {
    answers = { 'service=blue': '1.0.0\t/srv/releases/1.0.0\n' };

    expect(driver().running('blue')).toEqual({ name: '1.0.0', folder: '/srv/releases/1.0.0' });
    expect(driver().running('green')).toBeUndefined();
  });

  test('is stopped with the time that it needs, and taken away', async () => {
    await driver().stop('blue');

    expect(heard).toEqual(['stop blue', 'rm --force blue']);
  });

  test('is switched to by the link, which Docker does not know of', async () => {
    expect(driver().active()).toBeUndefined();
    await driver().switchTo('green');

    expect(driver().active()).toBe('green');
    expect(heard).toEqual([]);
  });
});

describe('the gateway', () => {
  const conf = (): string => readFileSync(join(foldersOf(home).nginx, 'nginx.conf'), 'utf8');

  test('is started when it does not run', async () => {
    await driver().ensureGateway(release);

    expect(conf()).toContain('listen 8080;');
    expect(heard.at(-1)).toMatch(/^up .* gateway$/);
  });

  test('is left alone while nothing changed: a reload resets connections', async () => {
    await driver().ensureGateway(release);
    answers = { 'service=gateway': '1.0.0\t/\n' };
    heard = [];
    await driver().ensureGateway({ ...release, name: '1.1.0' });

    expect(heard.filter((words) => !words.startsWith('ps '))).toEqual([]);
  });

  test('tries a changed configuration before it reads it', async () => {
    await driver().ensureGateway(release);
    answers = { 'service=gateway': '1.0.0\t/\n' };
    heard = [];
    installation = {
      ...installation,
      env: readInstallationEnv({
        DEPLOY_DRIVER: 'compose',
        TLS_CERTIFICATE: '/c',
        TLS_KEY: '/k',
        TLS_HOST: 'so-dai-ly.example',
      }),
    };
    await driver().ensureGateway(release);

    expect(heard.filter((words) => !words.startsWith('ps '))).toEqual([
      `exec -T gateway nginx -p /run/nginx -c ${foldersOf(home).nginx}/nginx.conf -t`,
      'kill --signal=HUP gateway',
    ]);
  });

  test('does not read one that is wrong', async () => {
    await driver().ensureGateway(release);
    answers = { 'service=gateway': '1.0.0\t/\n', 'exec ': new Error('nginx: [emerg]') };
    installation = { ...installation, env: { ...installation.env, TLS_HOST: 'x', TLS_KEY: '/k' } };
    installation = { ...installation, env: { ...installation.env, TLS_CERTIFICATE: '/c' } };

    await expect(driver().ensureGateway(release)).rejects.toThrow('[emerg]');
    expect(heard).not.toContain('kill --signal=HUP gateway');
  });
});

test('changed settings are taken over, and releases stay', async () => {
  await driver().replaceWorker(release);
  writeComposeSettings({
    ...installation,
    env: readInstallationEnv({ DEPLOY_DRIVER: 'compose', LISTEN: '443' }),
  });

  expect(toldSettings(home)).toMatchObject({ LISTEN: '443', WORKER_RELEASE: '1.0.0' });
});
