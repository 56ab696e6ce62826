// Logs are found by what stands in them: every label, field, path and port that Alloy, Loki and
// Grafana are told is one that the running system has.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../../db/test/support/database.ts';
import { readEnv } from '../../../server/env.ts';
import { logOf } from '../../../server/log.ts';
import { start, type Running } from '../../../server/start.ts';
import { logFile } from '../../deploy/processes.ts';
import { foldersOf, readInstallationEnv, type Installation } from '../../installation.ts';
import { writeConfigurations } from '../conf.ts';
import { dashboardFiles, dashboardProvider, dataSources, grafanaFolders } from '../grafana.ts';
import { LOG_LABELS } from '../logs.ts';
import { LOGS } from '../logs_dashboard.ts';
import { PORTS } from '../ports.ts';

let home: string;
let installation: Installation;
let db: TestDatabase;
let running: Running;
const lines: Record<string, unknown>[] = [];

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'sodaily-logs-'));
  installation = {
    home,
    env: readInstallationEnv({}),
    database: { DATA_DIR: foldersOf(home).data },
  } as unknown as Installation;
  db = await testDatabase();
  const env = readEnv({
    AUTHENTICATOR_DATABASE_URL: db.authenticatorUrl,
    SIGN_IN_DATABASE_URL: db.signin,
    JWT_SECRET: 'a secret of the tests, longer than 32 characters',
    SECOND_FACTOR_KEY: 'a key of the tests, longer than 32 characters',
    PORT: '0',
    METRICS_PORT: '0',
    COOKIE_SECURE: 'false',
    DEMO: 'true',
    LOG_LEVEL: 'info',
    DATABASE_POOL_SIZE: '2',
  });
  const sink = new Writable({
    write(chunk, _encoding, done) {
      lines.push(JSON.parse(String(chunk)) as Record<string, unknown>);
      done();
    },
  });
  running = await start(env, logOf(env, sink));
  await fetch(`${running.url}/auth/me`);
  // the line is written when the connection has its answer
  for (const until = Date.now() + 5_000; !('msg' in requestLine()) && Date.now() < until;)
    await pause(20);
});
afterAll(async () => {
  await running?.stop();
  await db?.close();
  rmSync(home, { recursive: true, force: true });
});

/** The line of a request, as the server writes it. */
const requestLine = (): Record<string, unknown> =>
  lines.find((line) => line['msg'] === 'request') ?? {};
/** Names in the line that nginx writes for each request. */
const nginxFields = (): string[] => {
  const conf = readFileSync(join(import.meta.dirname, '../../nginx/so-dai-ly.conf'), 'utf8');
  const format = /log_format line([\s\S]*?);/.exec(conf)?.[1] ?? '';
  return [...format.matchAll(/"(\w+)":/g)].map(([, name = '']) => name);
};

const questions = LOGS.panels.flatMap(({ asks }) => asks.map(({ expr }) => expr));

describe('what is asked of the logs', () => {
  test('are labels that Alloy sets', () => {
    const named = questions.flatMap((expr) => [
      ...[...expr.matchAll(/(\w+)=~?"/g)].map(([, label]) => label),
      ...[...expr.matchAll(/by \(([\w, ]+)\)/g)].flatMap(([, labels = '']) => labels.split(', ')),
    ]);

    expect(named.length).toBeGreaterThan(questions.length);
    expect(named.filter((label) => !LOG_LABELS.some((known) => known === label))).toEqual([]);
  });

  test('are fields that stand in the lines of the server and of nginx', () => {
    const fields = (expr: string): string[] =>
      [...expr.matchAll(/\| (\w+) (?:=|>=?|<)/g)].map(([, name = '']) => name);
    const named = questions.flatMap((expr) =>
      fields(expr).map((field) => ({ field, isOfNginx: expr.includes('service="nginx"') })),
    );

    expect(named.length).toBeGreaterThan(2);
    for (const { field, isOfNginx } of named)
      expect(isOfNginx ? nginxFields() : Object.keys(requestLine())).toContain(field);
    // a request is found in both by the same name
    expect(nginxFields()).toContain('trace_id');
  });
});

describe('Alloy', () => {
  const conf = readFileSync(join(import.meta.dirname, '..', 'config.alloy'), 'utf8');
  const block = (name: string): string =>
    new RegExp(`^${name.replaceAll('.', '\\.')} \\{.*?^\\}`, 'ms').exec(conf)?.[0] ?? '';

  test('reads what the processes of an installation write', () => {
    const paths = [...conf.matchAll(/"__path__" += sys\.env\("SODAILY_HOME"\) \+ "([^"]+)"/g)].map(
      ([, path = '']) => join(home, path),
    );

    for (const name of ['blue', 'green', 'worker'])
      expect(paths).toContain(logFile(home, name).replace(`${name}.log`, '*.log'));
    expect(paths).toContain(join(foldersOf(home).nginx, 'access.log'));
    expect(paths).toContain(join(foldersOf(home).data, 'postgres', 'postgres.log'));
  });

  test('takes labels and the time from lines as they are', () => {
    const line = requestLine();
    const stages = block('loki.process "ours"');

    for (const name of ['level', 'service', 'time']) {
      expect(stages).toContain(`${name} = "${name}"`);
      expect(typeof line[name]).toBe('string');
    }
    expect(new Date(String(line['time'])).toISOString()).toBe(line['time']);
  });

  test('sets no label with more than a handful of values', () => {
    const inTargets = [...conf.matchAll(/"(job|service|[a-z]+)" += "/g)].map(([, name]) => name);
    const inStages = [...conf.matchAll(/^ +values = \{ (.*) \}$/gm)].flatMap(([, pairs = '']) =>
      pairs.split(', ').map((pair) => pair.split(' = ')[0]),
    );

    expect([...new Set([...inTargets, ...inStages])].toSorted()).toEqual(
      [...LOG_LABELS].toSorted(),
    );
  });

  test('hands each line to a component that is there, and at last to Loki', () => {
    const parts = new Set(
      [...conf.matchAll(/^([a-z._]+) "(\w+)" \{/gm)].map(([, kind, name]) => `${kind}.${name}`),
    );
    const asked = [...conf.matchAll(/\[?((?:loki|local)\.[\w.]+)\.(?:receiver|targets)/g)].map(
      ([, name]) => name,
    );

    expect(asked.length).toBeGreaterThan(6);
    expect(asked.filter((name) => !parts.has(name ?? ''))).toEqual([]);
    expect(block('loki.write "loki"')).toContain(`:${PORTS.loki}/loki/api/v1/push`);
  });
});

describe('the files of Grafana and Loki', () => {
  test('agree on who listens where', () => {
    const sources = JSON.stringify(dataSources());

    expect(sources).toContain(`http://127.0.0.1:${PORTS.loki}`);
    expect(sources).toContain(`http://127.0.0.1:${PORTS.prometheus}`);
    expect(new Set(Object.values(PORTS)).size).toBe(Object.values(PORTS).length);
  });

  test('are written where they are looked for', () => {
    const folder = writeConfigurations(installation);
    const { provisioning, dashboards } = grafanaFolders(home);
    const read = (...path: string[]): unknown =>
      JSON.parse(readFileSync(join(...path), 'utf8')) as unknown;

    expect(read(provisioning, 'datasources', 'so-dai-ly.yml')).toEqual(dataSources());
    expect(read(provisioning, 'dashboards', 'so-dai-ly.yml')).toEqual(dashboardProvider(home));
    expect(JSON.stringify(dashboardProvider(home))).toContain(`"path":"${dashboards}"`);
    for (const name of Object.keys(dashboardFiles())) expect(read(dashboards, name)).toBeTruthy();
    expect(readFileSync(join(folder, 'config.alloy'), 'utf8')).toContain('loki.write');
    expect(JSON.stringify(read(folder, 'loki.yml'))).toContain(`"path_prefix":"${folder}/loki"`);
  });

  test('of the dashboard of logs ask Loki, and for a trace id', () => {
    const made = JSON.parse(dashboardFiles()['logs.json'] ?? '{}') as {
      templating: { list: { name: string; type: string }[] };
      panels: { type: string; datasource: { uid: string }; targets: { expr: string }[] }[];
    };

    expect(made.panels.every(({ datasource }) => datasource.uid === 'loki')).toBe(true);
    expect(made.panels.filter(({ type }) => type === 'logs').length).toBeGreaterThan(2);
    const asked = made.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)).join();
    for (const { name, type } of made.templating.list) {
      expect(type).toBe('textbox');
      expect(asked).toContain(`$${name}`);
    }
  });
});
