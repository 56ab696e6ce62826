// Each alert fires when it should, keeps quiet when it should, and leads to a page that says what
// to do. promtool plays the figures.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { repositoryRoot } from '../../../db/tools/env.ts';
import { readInstallationEnv } from '../../installation.ts';
import { alertmanagerConf, prometheusConf, scrapedOf } from '../conf.ts';
import { ask } from './debian.ts';

const RULES = join(import.meta.dirname, '..', 'rules.yml');
const alerts = [...readFileSync(RULES, 'utf8').matchAll(/^ +- alert: (\w+)$/gm)].map(
  ([, name = '']) => name,
);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sodaily-rules-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const written = (name: string, content: unknown): string => {
  const file = join(folder, name);
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
};

type Series = Readonly<Record<string, string>>;
/** A value that stays, minute by minute; one that grows by so much a minute. */
const stays = (value: number | string): string => `${value}+0x120`;
const grows = (by: number): string => `0+${by}x120`;

const seconds = (le: string, route: string): string =>
  `http_request_duration_seconds_bucket{le="${le}",route="${route}",method="POST",status="200"}`;
const answers = (status: string): string =>
  `http_request_duration_seconds_count{route="graphql",method="POST",status="${status}"}`;
/** The clock of promtool begins in 1970: this is longer ago than any alert allows. */
const LONG_AGO = -400_000;

const CASES: Readonly<Record<string, { fires: Series; quiet: Series; minute?: number }>> = {
  ServerDown: {
    fires: { 'up{job="server",instance="blue"}': stays(0) },
    // one colour is away: that is how it should be
    quiet: {
      'up{job="server",instance="blue"}': stays(0),
      'up{job="server",instance="green"}': stays(1),
    },
  },
  DatabaseDown: {
    fires: { 'database_up{job="keeper"}': stays(0) },
    quiet: { 'database_up{job="keeper"}': stays(1) },
  },
  ErrorsMany: {
    fires: { [answers('200')]: grows(1_000), [answers('500')]: grows(20) },
    quiet: {
      [answers('200')]: grows(1_000),
      [answers('500')]: grows(5),
      [answers('409')]: grows(100),
    },
  },
  RequestsSlow: {
    fires: {
      [seconds('0.5', 'graphql')]: grows(900),
      [seconds('1', 'graphql')]: grows(1_000),
      [seconds('+Inf', 'graphql')]: grows(1_000),
    },
    // files of the page may take their time
    quiet: {
      [seconds('0.5', 'graphql')]: grows(990),
      [seconds('1', 'graphql')]: grows(1_000),
      [seconds('+Inf', 'graphql')]: grows(1_000),
      [seconds('0.5', 'web')]: grows(1),
      [seconds('+Inf', 'web')]: grows(1_000),
    },
  },
  PoolExhausted: {
    fires: { 'database_pool_connections{pool="api",state="waiting"}': stays(6) },
    quiet: {
      'database_pool_connections{pool="api",state="waiting"}': stays(5),
      'database_pool_connections{pool="api",state="total"}': stays(50),
    },
  },
  EventLoopSlow: {
    fires: { 'nodejs_eventloop_lag_p99_seconds{job="server"}': stays(0.3) },
    quiet: {
      'nodejs_eventloop_lag_p99_seconds{job="server"}': stays(0.1),
      'nodejs_eventloop_lag_p99_seconds{job="keeper"}': stays(3),
    },
  },
  SignInsThrottled: {
    fires: { 'sign_in_attempts_total{step="password",result="throttled"}': grows(10) },
    quiet: {
      'sign_in_attempts_total{step="password",result="throttled"}': grows(2),
      'sign_in_attempts_total{step="password",result="refused"}': grows(100),
    },
  },
  WorkerDown: {
    fires: { 'up{job="server"}': stays(1) },
    quiet: { 'up{job="worker"}': stays(1) },
  },
  QueueLong: {
    fires: {
      'queue_jobs{task="a",state="ready",instance="x"}': stays(60),
      'queue_jobs{task="b",state="ready",instance="x"}': stays(60),
    },
    // two workers tell of the same queue, and what is scheduled does not wait
    quiet: {
      'queue_jobs{task="a",state="ready",instance="x"}': stays(60),
      'queue_jobs{task="a",state="ready",instance="y"}': stays(60),
      'queue_jobs{task="a",state="scheduled",instance="x"}': stays(500),
    },
  },
  QueueOld: {
    fires: { 'queue_oldest_ready_seconds{task="send_email"}': stays(1_000) },
    quiet: { 'queue_oldest_ready_seconds{task="send_email"}': stays(800) },
  },
  JobsDead: {
    fires: { 'queue_jobs{task="a",state="dead"}': stays(1) },
    quiet: { 'queue_jobs{task="a",state="dead"}': stays(0) },
  },
  LedgerBroken: {
    fires: { ledger_proof_broken_invariants: stays(1) },
    quiet: { ledger_proof_broken_invariants: stays(0) },
  },
  LedgerProofOld: {
    fires: { ledger_proof_timestamp_seconds: stays(LONG_AGO) },
    quiet: { ledger_proof_timestamp_seconds: stays(0) },
  },
  RulesDrifted: {
    fires: { 'rules_drifted{instance="blue"}': stays(2) },
    // the old release beside the new one
    quiet: {
      'rules_drifted{instance="blue"}': stays(2),
      'rules_drifted{instance="green"}': stays(0),
    },
  },
  NoSlips: {
    // the first of January 1970 was a Thursday; nine o'clock is four in the afternoon in Vietnam
    fires: { 'business_slips_today{kind="issue"}': '0+0x600' },
    quiet: { 'business_slips_today{kind="issue"}': '1+0x600' },
    minute: 540,
  },
  BackupOld: {
    fires: { 'backup_last_success_timestamp_seconds{kind="base"}': stays(LONG_AGO) },
    quiet: { 'backup_last_success_timestamp_seconds{kind="base"}': stays(0) },
  },
  RestoreDrillFailed: {
    fires: { 'backup_last_result{kind="drill"}': stays(0) },
    quiet: {
      'backup_last_result{kind="drill"}': stays(1),
      'backup_last_result{kind="base"}': stays(0),
    },
  },
  ArchiveFailing: {
    fires: { archive_failures: grows(1), archive_last_success_timestamp_seconds: stays(0) },
    // one that was tried again and went
    quiet: { archive_failures: grows(1), archive_last_success_timestamp_seconds: grows(60) },
  },
  KeeperDown: {
    fires: { 'up{job="keeper"}': stays(0) },
    quiet: { 'up{job="keeper"}': stays(1) },
  },
  ProcessRestarts: {
    fires: { 'process_restarts_total{name="server"}': grows(1) },
    quiet: { 'process_restarts_total{name="server"}': stays(3) },
  },
  DiskFull: {
    fires: {
      'disk_free_bytes{folder="data"}': stays(9),
      'disk_size_bytes{folder="data"}': stays(100),
    },
    quiet: {
      'disk_free_bytes{folder="data"}': stays(20),
      'disk_size_bytes{folder="data"}': stays(100),
    },
  },
  CertificateEnds: {
    fires: { certificate_end_timestamp_seconds: stays(1_000_000) },
    quiet: { certificate_end_timestamp_seconds: stays(3_000_000) },
  },
};

const played = (series: Series, alert: string, minute: number, value: number): unknown => ({
  interval: '1m',
  input_series: Object.entries(series).map(([name, values]) => ({ series: name, values })),
  promql_expr_test: [
    {
      expr: `(count(ALERTS{alertname="${alert}",alertstate="firing"}) > bool 0) or vector(0)`,
      eval_time: `${minute}m`,
      exp_samples: [{ labels: '{}', value }],
    },
  ],
});

test('promtool takes the rules, and every alert has its case', () => {
  expect(ask('promtool', 'check', 'rules', RULES)).toMatchObject({ code: 0 });
  expect(alerts.length).toBeGreaterThan(18);
  expect(Object.keys(CASES).toSorted()).toEqual(alerts.toSorted());
});

describe.each(Object.entries(CASES))('%s', (alert, { fires, quiet, minute = 60 }) => {
  test.each([
    ['fires', fires, 1],
    ['keeps quiet', quiet, 0],
  ] as const)('%s', (what, series, value) => {
    const file = written(`${alert}-${what}.yml`, {
      rule_files: [RULES],
      evaluation_interval: '1m',
      tests: [played(series, alert, minute, value)],
    });
    const { code, said } = ask('promtool', 'test', 'rules', file);

    expect(code, said).toBe(0);
  });
});

test('every alert leads to a page that says what it means, what to look at and what to do', () => {
  const pages = [...readFileSync(RULES, 'utf8').matchAll(/runbook: ([\w-]+\.md)/g)].map(
    ([, page = '']) => join(repositoryRoot, 'docs', 'runbook', page),
  );

  expect(pages.length).toBe(alerts.length);
  for (const page of new Set(pages)) {
    expect(existsSync(page), page).toBe(true);
    const text = readFileSync(page, 'utf8');
    for (const heading of ['What it means', 'Look at', 'Do'])
      expect(text, page).toMatch(new RegExp(`^## ${heading}$`, 'm'));
  }
});

describe('the configurations', () => {
  const env = readInstallationEnv({});

  test('of Prometheus are taken by promtool', () => {
    const file = written('prometheus.yml', prometheusConf(scrapedOf({ env }), { rules: RULES }));

    expect(ask('promtool', 'check', 'config', file)).toMatchObject({ code: 0 });
  });

  test.each([
    ['with Slack', 'slack'],
    ['without', 'nobody'],
  ])('of Alertmanager %s are taken by amtool, and lead every alert there', (_how, receiver) => {
    const secret = receiver === 'slack' ? written('webhook', 'http://127.0.0.1:1/') : undefined;
    const file = written('alertmanager.yml', alertmanagerConf(secret));

    expect(ask('amtool', 'check-config', file)).toMatchObject({ code: 0 });
    for (const alert of alerts)
      expect(
        ask('amtool', 'config', 'routes', 'test', `--config.file=${file}`, `alertname=${alert}`)
          .said,
      ).toContain(receiver);
  });

  test('of Alertmanager call everybody for what cannot wait, and only for that', () => {
    const file = written('calls.yml', alertmanagerConf(written('hook', 'http://127.0.0.1:1/')));
    // a warning of amtool may follow the name of the receiver
    const receiverOf = (severity: string): string | undefined =>
      ask(
        'amtool',
        'config',
        'routes',
        'test',
        `--config.file=${file}`,
        'alertname=Any',
        `severity=${severity}`,
      ).said.split('\n', 1)[0];

    expect(receiverOf('page')).toBe('slack-call');
    expect(receiverOf('warning')).toBe('slack');
    const severities = [...readFileSync(RULES, 'utf8').matchAll(/severity: (\w+)/g)].map(
      ([, severity = '']) => severity,
    );
    expect(severities).toHaveLength(alerts.length);
    expect(new Set(severities)).toEqual(new Set(['page', 'warning']));
  });
});
