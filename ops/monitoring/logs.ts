// Where logs are kept: Alloy hands them to Loki (config.alloy), where Grafana looks. JSON is YAML,
// so the configuration of Loki is written as an object.
import { join } from 'node:path';
import { PORTS } from './ports.ts';

/**
 * What a line is found by. Each label has a handful of values, because Loki keeps a file for every
 * combination: trace ids, paths and people are looked for in the lines.
 */
export const LOG_LABELS = ['job', 'service', 'level', 'container'] as const;
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
        schema: 'v13',
        index: { prefix: 'index_', period: '24h' },
      },
    ],
  },
  limits_config: { retention_period: KEPT },
  compactor: {
    working_directory: join(folder, 'compactor'),
    delete_request_store: 'filesystem',
    retention_enabled: true,
  },
  analytics: { reporting_enabled: false },
});
