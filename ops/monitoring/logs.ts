// Where logs go: promtail reads what processes and containers write and hands it to Loki, where
// Grafana looks. JSON is YAML, so both configurations are written as objects.
import { join } from 'node:path';
import { foldersOf, type Installation } from '../installation.ts';
import { PORTS } from './ports.ts';

/**
 * What a line is found by. Each label has a handful of values, because Loki keeps a file for every
 * combination: trace ids, paths and people are looked for in the lines.
 */
export const LOG_LABELS = ['job', 'service', 'level', 'container'] as const;
const JOB = 'so-dai-ly';
const KEPT = '744h';

export const lokiConf = (folder: string): unknown => ({
  auth_enabled: false,
  server: {
    http_listen_address: '127.0.0.1',
    http_listen_port: PORTS.loki,
    grpc_listen_address: '127.0.0.1',
    log_level: 'warn',
  },
  common: {
    instance_addr: '127.0.0.1',
    path_prefix: folder,
    replication_factor: 1,
    ring: { kvstore: { store: 'inmemory' } },
    storage: {
      filesystem: {
        chunks_directory: join(folder, 'chunks'),
        rules_directory: join(folder, 'rules'),
      },
    },
  },
  schema_config: {
    configs: [
      {
        from: '2024-01-01',
        store: 'tsdb',
        object_store: 'filesystem',
        schema: 'v12',
        index: { prefix: 'index_', period: '24h' },
      },
    ],
  },
  limits_config: { retention_period: KEPT },
  compactor: {
    working_directory: join(folder, 'compactor'),
    shared_store: 'filesystem',
    retention_enabled: true,
  },
  analytics: { reporting_enabled: false },
});

/** What is read out of a line of server, worker and keeper; other lines stay as they are. */
const ofOurLines = [
  { json: { expressions: { level: 'level', service: 'service', time: 'time' } } },
  { timestamp: { source: 'time', format: 'RFC3339' } },
  { labels: { level: '', service: '' } },
];
/** Docker writes each line into an object, with the name of its container. */
const ofDocker = [
  { json: { expressions: { line: 'log', container: 'attrs.tag', written: 'time' } } },
  { timestamp: { source: 'written', format: 'RFC3339Nano' } },
  { labels: { container: '' } },
  { output: { source: 'line' } },
];

const read = (
  name: string,
  path: string,
  stages: readonly unknown[],
  labels: Readonly<Record<string, string>> = {},
) => ({
  job_name: name,
  static_configs: [{ targets: ['localhost'], labels: { job: JOB, ...labels, __path__: path } }],
  pipeline_stages: stages,
});

export const promtailConf = ({ home, database }: Pick<Installation, 'home' | 'database'>) => ({
  server: {
    http_listen_address: '127.0.0.1',
    http_listen_port: PORTS.promtail,
    grpc_listen_port: 0,
    log_level: 'warn',
  },
  positions: { filename: join(foldersOf(home).monitoring, 'promtail', 'positions.yml') },
  clients: [{ url: `http://127.0.0.1:${PORTS.loki}/loki/api/v1/push` }],
  scrape_configs: [
    read('processes', join(foldersOf(home).log, '*.log'), ofOurLines),
    read('nginx', join(foldersOf(home).nginx, 'access.log'), [], { service: 'nginx' }),
    read('postgres', join(database.DATA_DIR, 'postgres', 'postgres.log'), [], {
      service: 'postgres',
    }),
    read('containers', '/var/lib/docker/containers/*/*-json.log', [
      ...ofDocker,
      ...ofOurLines,
      {
        match: {
          selector: `{container=~".*-gateway-.*"}`,
          stages: [{ static_labels: { service: 'nginx' } }],
        },
      },
      {
        match: {
          selector: `{container=~".*-postgres-.*"}`,
          stages: [{ static_labels: { service: 'postgres' } }],
        },
      },
    ]),
  ],
});
