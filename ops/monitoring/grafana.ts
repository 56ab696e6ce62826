// What Grafana finds when it starts: where figures and logs are, and the dashboards.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { foldersOf, type Installation } from '../installation.ts';
import { PORTS } from './ports.ts';
import { DASHBOARDS, grafanaJson } from './dashboards.ts';
import { LOGS } from './logs_dashboard.ts';

/** Folders of Grafana in an installation. */
export function grafanaFolders(home: string) {
  const folder = join(foldersOf(home).monitoring, 'grafana');
  return {
    provisioning: join(folder, 'provisioning'),
    dashboards: join(folder, 'dashboards'),
    data: join(folder, 'data'),
  } as const;
}

export const dataSources = (): unknown => ({
  apiVersion: 1,
  datasources: [
    {
      name: 'Prometheus',
      uid: 'prometheus',
      type: 'prometheus',
      access: 'proxy',
      url: `http://127.0.0.1:${PORTS.prometheus}`,
      isDefault: true,
      jsonData: { timeInterval: '15s' },
    },
    {
      name: 'Loki',
      uid: 'loki',
      type: 'loki',
      access: 'proxy',
      url: `http://127.0.0.1:${PORTS.loki}`,
    },
  ],
});

export const dashboardProvider = (home: string): unknown => ({
  apiVersion: 1,
  providers: [
    {
      name: 'so-dai-ly',
      type: 'file',
      // they are written by npm run monitoring: a change in the browser would be lost
      allowUiUpdates: false,
      options: { path: grafanaFolders(home).dashboards },
    },
  ],
});

/** Every dashboard as a file, by its name. */
export const dashboardFiles = (): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...DASHBOARDS, LOGS].map((dashboard) => [`${dashboard.uid}.json`, grafanaJson(dashboard)]),
  );

export function writeDashboards(folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of Object.entries(dashboardFiles()))
    writeFileSync(join(folder, name), content);
}

export function writeGrafana({ home }: Pick<Installation, 'home'>): void {
  const { provisioning, dashboards, data } = grafanaFolders(home);
  const write = (kind: string, content: unknown): void => {
    const folder = join(provisioning, kind);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'so-dai-ly.yml'), `${JSON.stringify(content, null, 2)}\n`);
  };
  write('datasources', dataSources());
  write('dashboards', dashboardProvider(home));
  writeDashboards(dashboards);
  mkdirSync(data, { recursive: true });
}
