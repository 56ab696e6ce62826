// What dashboards and alerts ask is answered by the running system: every figure that they name is
// told by the server, the worker or the keeper.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testServer, type TestServer } from '../../../server/test/support/server.ts';
import { readEnv as readWorkerEnv } from '../../../worker/env.ts';
import { start as startWorker, type RunningWorker } from '../../../worker/start.ts';
import { makeKeeperMetrics, type KeeperMetrics } from '../../keeper/metrics.ts';
import { readInstallationEnv, type Installation } from '../../installation.ts';
import { DASHBOARDS, grafanaJson } from '../dashboards.ts';
import { ask } from './debian.ts';

const RULES = readFileSync(join(import.meta.dirname, '..', 'rules.yml'), 'utf8');

let server: TestServer;
let worker: RunningWorker;
let keeper: KeeperMetrics;
let folder: string;
let told: Set<string>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sodaily-dashboards-'));
  server = await testServer();
  worker = await startWorker(
    readWorkerEnv({
      WORKER_DATABASE_URL: server.db.workerUrl,
      WORKER_METRICS_PORT: '0',
      LOG_LEVEL: 'silent',
    }),
  );
  // the keeper looks at a folder and asks as the login of monitoring
  const installation = {
    home: folder,
    env: readInstallationEnv({}),
    database: { DATA_DIR: folder },
    urls: server.db,
  } as unknown as Installation;
  keeper = makeKeeperMetrics(installation, () => ({ server: true }));
  const texts = await Promise.all([
    fetch(`${server.running.metricsUrl}/metrics`).then((answer) => answer.text()),
    fetch(`${worker.metricsUrl}/metrics`).then((answer) => answer.text()),
    keeper.registry.metrics(),
  ]);
  told = new Set(texts.flatMap(namesIn));
});
afterAll(async () => {
  await keeper?.close();
  await worker?.stop();
  await server?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Names that may be asked for; a histogram is three of them. */
const namesIn = (text: string): string[] =>
  [...text.matchAll(/^# TYPE (\S+) (\w+)$/gm)].flatMap(([, name = '', type]) =>
    type === 'histogram' ? ['bucket', 'sum', 'count'].map((part) => `${name}_${part}`) : [name],
  );

const FUNCTIONS = new Set(['histogram_quantile', 'day_of_week']);
/** Figures that a question names: words with an underscore outside of labels and groupings. */
const asked = (expr: string): string[] =>
  (
    expr
      .replaceAll(/\{[^}]*\}/g, '')
      .replaceAll(/\b(?:by|on|without) ?\([^)]*\)/g, '')
      .match(/\b[a-z]\w*_\w+\b/g) ?? []
  ).filter((name) => !FUNCTIONS.has(name));

const questions = DASHBOARDS.flatMap(({ title, panels }) =>
  panels.flatMap((panel) =>
    panel.asks.map(({ expr }) => ({ where: `${title}: ${panel.title}`, expr })),
  ),
);

test('every figure that a panel asks for is told by the running system', () => {
  expect(questions.length).toBeGreaterThan(30);
  const missing = questions.flatMap(({ where, expr }) => {
    const names = asked(expr);
    expect(names.length, expr).toBeGreaterThan(0);
    return names.filter((name) => !told.has(name)).map((name) => `${where}: ${name}`);
  });

  expect(missing).toEqual([]);
});

test('every figure that an alert asks for is told, too', () => {
  const exprs = RULES.replaceAll(/^ +(?:annotations|labels|summary|runbook|for|- alert).*$/gm, '');

  expect(asked(exprs).length).toBeGreaterThan(18);
  expect(asked(exprs).filter((name) => !told.has(name))).toEqual([]);
});

test('promtool understands every question', () => {
  const file = join(folder, 'questions.yml');
  const rules = questions.map(({ expr }, nth) => ({ record: `question:${nth}`, expr }));
  writeFileSync(file, JSON.stringify({ groups: [{ name: 'questions', rules }] }));
  const { code, said } = ask('promtool', 'check', 'rules', file);

  expect(code, said).toBe(0);
});

describe('the files for Grafana', () => {
  test.each(DASHBOARDS)('$title', (dashboard) => {
    const made = JSON.parse(grafanaJson(dashboard)) as {
      uid: string;
      panels: { id: number; gridPos: { x: number; y: number }; targets: { refId: string }[] }[];
    };

    expect(made.uid).toBe(dashboard.uid);
    expect(made.panels).toHaveLength(dashboard.panels.length);
    const places = made.panels.map(({ gridPos: { x, y } }) => `${x} ${y}`);
    expect(new Set(places).size).toBe(places.length);
    for (const { targets } of made.panels)
      expect(new Set(targets.map(({ refId }) => refId)).size).toBe(targets.length);
  });
});
