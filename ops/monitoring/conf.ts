// Configurations of Prometheus and Alertmanager for an installation, and the folder of all that is
// read by what watches it. JSON is YAML, so they are written as objects.
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { foldersOf, type Installation } from '../installation.ts';
import { writeGrafana } from './grafana.ts';
import { lokiConf } from './logs.ts';
import { PORTS } from './ports.ts';

const HERE = import.meta.dirname;
const target = (port: number): string => `127.0.0.1:${port}`;

export type Scraped = Readonly<Record<string, readonly string[]>>;

/** Who is asked for figures, by job. */
export const scrapedOf = ({ env }: Pick<Installation, 'env'>): Scraped => ({
  server: [target(env.BLUE_METRICS_PORT), target(env.GREEN_METRICS_PORT)],
  worker: [target(env.WORKER_METRICS_PORT)],
  keeper: [target(env.KEEPER_METRICS_PORT)],
  postgres: [target(PORTS.postgresExporter)],
});

export const prometheusConf = (
  scraped: Scraped,
  options: { seconds?: number; rules?: string; alertmanager?: string } = {},
): unknown => {
  const { seconds = 15, rules = 'rules.yml', alertmanager = target(PORTS.alertmanager) } = options;
  return {
    global: { scrape_interval: `${seconds}s`, evaluation_interval: `${seconds}s` },
    rule_files: [rules],
    alerting: { alertmanagers: [{ static_configs: [{ targets: [alertmanager] }] }] },
    scrape_configs: Object.entries(scraped).map(([job, targets]) => ({
      job_name: job,
      static_configs: [{ targets }],
    })),
  };
};

/** Where alerts of a kind go in Slack; `call` stands before their text. */
const slack = (name: string, slackUrlFile: string, call = '') => ({
  name,
  slack_configs: [
    {
      api_url_file: slackUrlFile,
      channel: '#so-dai-ly',
      send_resolved: true,
      title: '{{ .Status | toUpper }} {{ .CommonLabels.alertname }}',
      text:
        call
        + '{{ range .Alerts }}{{ .Annotations.summary }} '
        + '(docs/runbook/{{ .Annotations.runbook }})\n{{ end }}',
    },
  ],
});

/** Everybody of the channel is called, but not again when it is over. */
const CALL = '{{ if eq .Status "firing" }}<!channel> {{ end }}';

/**
 * Alerts go to Slack, whose address is a secret and stands in a file; without one they are shown by
 * Alertmanager and nowhere else. What cannot wait calls everybody of the channel, and again every
 * hour.
 */
export const alertmanagerConf = (
  slackUrlFile: string | undefined,
  options: { waitSeconds?: number } = {},
): unknown => {
  const { waitSeconds = 30 } = options;
  const hasSlack = slackUrlFile !== undefined;
  return {
    route: {
      receiver: hasSlack ? 'slack' : 'nobody',
      group_by: ['alertname'],
      group_wait: `${waitSeconds}s`,
      group_interval: `${waitSeconds}s`,
      repeat_interval: '4h',
      routes: hasSlack
        ? [{ matchers: ['severity = page'], receiver: 'slack-call', repeat_interval: '1h' }]
        : [],
    },
    // a server that is down answers slowly, too; the cause is told alone
    inhibit_rules: [
      {
        source_matchers: ['alertname = ServerDown'],
        target_matchers: ['alertname =~ "ErrorsMany|RequestsSlow|NoSlips"'],
      },
      {
        source_matchers: ['alertname = DatabaseDown'],
        target_matchers: ['alertname =~ "ErrorsMany|RequestsSlow|NoSlips|PoolExhausted"'],
      },
    ],
    receivers: [
      { name: 'nobody' },
      ...(hasSlack ? [slack('slack', slackUrlFile), slack('slack-call', slackUrlFile, CALL)] : []),
    ],
  };
};

/** Writes what they read into the installation's folder, and gives that folder. */
export function writeConfigurations(
  installation: Pick<Installation, 'home' | 'env' | 'database'>,
  slackUrlFile?: string,
): string {
  const folder = foldersOf(installation.home).monitoring;
  mkdirSync(folder, { recursive: true });
  copyFileSync(join(HERE, 'rules.yml'), join(folder, 'rules.yml'));
  const write = (name: string, content: unknown): void =>
    writeFileSync(join(folder, name), `${JSON.stringify(content, null, 2)}\n`);
  write('prometheus.yml', prometheusConf(scrapedOf(installation)));
  write('alertmanager.yml', alertmanagerConf(slackUrlFile));
  write('loki.yml', lokiConf(join(folder, 'loki')));
  copyFileSync(join(HERE, 'config.alloy'), join(folder, 'config.alloy'));
  for (const name of ['loki', 'alloy']) mkdirSync(join(folder, name), { recursive: true });
  writeGrafana(installation);
  return folder;
}
