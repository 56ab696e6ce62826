// Debian's Prometheus and Alertmanager as processes of an installation.
import { join } from 'node:path';
import type { Program } from '../deploy/processes.ts';
import { foldersOf, type Installation } from '../installation.ts';
import { PORTS } from './ports.ts';

/** They come with Debian, not with a release. */
const DEBIAN = { name: 'debian', folder: '/' } as const;
const KEPT = '90d';

/** How they are started; conf.ts writes what they read. */
export function monitoringPrograms({ home }: Pick<Installation, 'home'>): Program[] {
  const folder = foldersOf(home).monitoring;
  return [
    {
      name: 'prometheus',
      command: 'prometheus',
      args: [
        `--config.file=${join(folder, 'prometheus.yml')}`,
        `--storage.tsdb.path=${join(folder, 'prometheus')}`,
        `--storage.tsdb.retention.time=${KEPT}`,
        `--web.listen-address=127.0.0.1:${PORTS.prometheus}`,
        '--log.level=warn',
      ],
      release: DEBIAN,
      settings: {},
    },
    {
      name: 'alertmanager',
      command: 'prometheus-alertmanager',
      args: [
        `--config.file=${join(folder, 'alertmanager.yml')}`,
        `--storage.path=${join(folder, 'alertmanager')}`,
        `--web.listen-address=127.0.0.1:${PORTS.alertmanager}`,
        // one of them needs no others
        '--cluster.listen-address=',
        '--log.level=warn',
      ],
      release: DEBIAN,
      settings: {},
    },
  ];
}
