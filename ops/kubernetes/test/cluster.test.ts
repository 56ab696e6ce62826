// The manifests agree with the code and with each other: what PostgreSQL, ingress, network and
// autoscalers say is what the house does elsewhere.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { HOUSE_SETTINGS } from '../../../db/tools/embedded.ts';
import { repositoryRoot } from '../../../db/tools/env.ts';
import { readInstallationEnv } from '../../installation.ts';
import { HOURS } from '../../keeper/schedule.ts';
import { RATES } from '../../nginx/conf.ts';
import { kustomizationOf, OVERLAYS } from '../rendering.ts';
import { HOSTS } from '../settings.ts';
import { container, env, find, objects, objectsOf, overlays, own } from './deployed.ts';
import { build, KUBERNETES, part, type Manifest } from './manifests.ts';

describe('PostgreSQL', () => {
  const { spec = {} } = find('Cluster', 'database');
  const postgresql = spec['postgresql'] as {
    parameters: Record<string, string>;
    synchronous: unknown;
  };

  test('has the settings of the house', () => {
    const house = HOUSE_SETTINGS.map((line) => line.split(' = ')).filter(
      // where it listens and how it writes its log is the operator's business
      ([name = '']) => !/^(listen_addresses|unix_socket_directories|log_line_prefix)$/.test(name),
    );
    expect(house.length).toBeGreaterThan(4);
    expect(house).toContainEqual(['shared_preload_libraries', "'pg_stat_statements'"]);
    // the operator loads the library when one of its settings is there
    expect(postgresql.parameters).toHaveProperty(['pg_stat_statements.track']);
    for (const [name = '', value = ''] of house.filter(([one]) => !one?.startsWith('shared_')))
      expect(postgresql.parameters[name], name).toBe(value.replaceAll("'", ''));
    expect(spec['bootstrap']).toMatchObject({
      initdb: { encoding: 'UTF8', locale: 'C', localeProvider: 'icu', icuLocale: 'vi' },
    });
  });

  test('answers a commit when a replica has it, and is known by the name of its pooler', () => {
    expect(spec['instances']).toBeGreaterThan(2);
    expect(postgresql.synchronous).toEqual({ method: 'any', number: 1 });
    expect(spec['certificates']).toEqual({ serverAltDNSNames: [HOSTS.pooler] });
    const pooler = find('Pooler', HOSTS.pooler).spec as { pgbouncer: { poolMode: string } };
    expect(pooler.pgbouncer.poolMode).toBe('transaction');
  });

  test('has a connection for everybody who may ask for one', () => {
    const pooler = find('Pooler', HOSTS.pooler).spec as {
      instances: number;
      pgbouncer: { parameters: Record<string, string> };
    };
    const mostOf = (name: string): number =>
      Number(part(find('HorizontalPodAutoscaler', name), 'maxReplicas'));
    // two logins of servers by way of the pooler; each server of both colours listens
    const pooled = pooler.instances * 2 * Number(pooler.pgbouncer.parameters['default_pool_size']);
    const listening = mostOf('server-blue') + mostOf('server-green');
    // worker/start.ts, as usual: 13 for jobs, 3 of its own, 2 for long ones
    const working = mostOf('worker') * 18;

    expect(pooled + listening + working).toBeLessThanOrEqual(
      Number(postgresql.parameters['max_connections']) - 10,
    );
  });

  test('is backed up every night at the hour of the house, and every file of its log', () => {
    const hour = HOURS.base;
    expect(part(find('ScheduledBackup', 'nightly'), 'schedule')).toBe(
      `0 ${(hour % 1) * 60} ${Math.floor(hour)} * * *`,
    );
    expect(spec['plugins']).toEqual([
      {
        name: 'barman-cloud.cloudnative-pg.io',
        isWALArchiver: true,
        parameters: { barmanObjectName: find('ObjectStore', 'backups').metadata.name },
      },
    ]);
    expect(part(find('ObjectStore', 'backups'), 'configuration')).toMatchObject({
      destinationPath: env.BACKUP_URL,
      endpointURL: env.BACKUP_ENDPOINT,
      wal: { encryption: 'AES256' },
      data: { encryption: 'AES256' },
    });
  });
});

describe('the ingress', () => {
  type Rule = { host: string; http: { paths: { path: string; backend: unknown }[] } };
  const routes = objects.filter(({ kind }) => kind === 'Ingress');

  test.each(overlays)('of %s sends every class of route by its rate to the server', (overlay) => {
    const there = objectsOf(overlay);
    const rates = { page: RATES.page, api: RATES.api, 'sign-in': RATES.signIn };
    for (const [name, { perSecond, burst }] of Object.entries(rates)) {
      expect(find('Middleware', name, there).spec).toEqual({
        rateLimit: { average: perSecond, burst },
      });
      const { annotations = {} } = find('Ingress', name, there).metadata;
      expect(annotations['traefik.ingress.kubernetes.io/router.middlewares']).toBe(
        `${OVERLAYS[overlay]}-${name}@kubernetescrd`,
      );
    }
    for (const one of there.filter(({ kind }) => kind === 'Ingress')) {
      const [rule] = part<Rule[]>(one, 'rules');
      expect(rule?.host, one.metadata.name).toBe('so-dai-ly.example');
      for (const { backend } of rule?.http.paths ?? [])
        expect(backend).toEqual({ service: { name: 'server', port: { name: 'http' } } });
    }
  });

  test('has the classes of nginx', () => {
    const conf = readFileSync(join(repositoryRoot, 'ops/nginx/so-dai-ly.conf'), 'utf8');
    const pathsOf = (name: string): string[] =>
      part<Rule[]>(find('Ingress', name), 'rules').flatMap(({ http }) =>
        http.paths.map(({ path }) => path),
      );
    const signIn = /location ~ \^\/auth\/\(([^)]+)\)/.exec(conf)?.[1] ?? '';

    expect(pathsOf('sign-in')).toEqual(
      signIn.split('|').map((path) => `/auth/${path.replace(/\/$/, '')}`),
    );
    expect(pathsOf('api')).toEqual(['/graphql', '/api', '/auth']);
    expect(conf).toContain('location ~ ^/(graphql|api/) {');
    expect(pathsOf('page')).toEqual(['/']);
    expect(routes).toHaveLength(4);
  });
});

describe('the Service', () => {
  test('leads to the colour that the deploy says, and to its port', () => {
    const { spec } = find('Service', 'server');
    const labels = part<Manifest>(find('Deployment', 'server-green'), 'template').metadata.labels;

    expect(spec?.['selector']).toEqual({ app: 'server', colour: 'green' });
    expect(labels).toMatchObject({ app: 'server', colour: 'green' });
  });
});

describe('the network', () => {
  type Policy = {
    podSelector: { matchLabels?: Record<string, string> };
    policyTypes: string[];
    ingress?: { from?: unknown[]; ports?: { port: number | string }[] }[];
    egress?: { to?: unknown[]; ports?: { port: number | string }[] }[];
  };
  const policies = objects.filter(({ kind }) => kind === 'NetworkPolicy');

  test('lets nobody talk to anybody unless a line says so', () => {
    expect(find('NetworkPolicy', 'nobody').spec).toEqual({
      podSelector: {},
      policyTypes: ['Ingress', 'Egress'],
    });
    for (const app of ['server', 'worker', 'migration'])
      expect(
        policies.some(({ spec }) => (spec as Policy).podSelector.matchLabels?.['app'] === app),
        app,
      ).toBe(true);
  });

  test('names ports that pods have', () => {
    for (const app of ['server', 'worker']) {
      const { ingress = [] } = find('NetworkPolicy', app).spec as Policy;
      const deployment = app === 'server' ? 'server-blue' : app;
      const names = (container('Deployment', deployment).ports ?? []).map(({ name }) => name);
      for (const { ports = [] } of ingress)
        for (const { port } of ports) expect(names, app).toContain(port);
    }
  });

  test('keeps the server from every other machine but PostgreSQL', () => {
    const { egress = [] } = find('NetworkPolicy', 'server').spec as Policy;

    expect(egress).toEqual([
      {
        to: [{ podSelector: { matchLabels: { 'cnpg.io/cluster': 'database' } } }],
        ports: [{ port: 5432 }],
      },
    ]);
  });
});

describe('what grows by itself', () => {
  test('is a Deployment that is there, on both sides', () => {
    for (const one of objects.filter(({ kind }) => kind === 'HorizontalPodAutoscaler')) {
      const { kind, name } = part<{ kind: string; name: string }>(one, 'scaleTargetRef');
      expect(find(kind, name).metadata.name).toBe(name);
      expect(Number(part(one, 'maxReplicas'))).toBeGreaterThan(Number(part(one, 'minReplicas')));
    }
    for (const budget of objects.filter(({ kind }) => kind === 'PodDisruptionBudget')) {
      const { matchLabels } = part<{ matchLabels: { app: string } }>(budget, 'selector');
      expect(budget.metadata.name).toBe(matchLabels.app);
      expect(own.some((one) => one.metadata.labels?.['app'] === matchLabels.app)).toBe(true);
    }
  });

  test('by the queue asks for a figure that the worker tells', () => {
    const values = parse(
      readFileSync(join(KUBERNETES, 'components/queue_length/adapter_values.yaml'), 'utf8'),
    ) as { rules: { external: { seriesQuery: string; name: { as: string } }[] } };
    const queue = readFileSync(join(repositoryRoot, 'worker/metrics/queue.ts'), 'utf8');
    const [rule] = values.rules.external;
    const [, series = '', state = ''] = /^(\w+)\{state="(\w+)"/.exec(rule?.seriesQuery ?? '') ?? [];

    expect(queue).toContain(`name: '${series}'`);
    expect(queue).toMatch(new RegExp(`as ${state},`));
    expect(JSON.stringify(find('HorizontalPodAutoscaler', 'worker').spec)).toContain(
      `"name":"${rule?.name.as}"`,
    );
  });

  test('is watched under the names that alerts ask for', () => {
    const rules = readFileSync(join(repositoryRoot, 'ops/monitoring/rules.yml'), 'utf8');
    for (const job of ['server', 'worker']) {
      expect(rules).toContain(`up{job="${job}"}`);
      expect(find('PodMonitor', job).spec).toMatchObject({
        jobLabel: 'app',
        selector: { matchLabels: { app: job } },
        podMetricsEndpoints: [{ port: 'metrics' }],
      });
    }
  });
});

describe('an overlay', () => {
  test.each(overlays)('%s is one namespace, and all of its objects have a stage', (overlay) => {
    const there = objectsOf(overlay);
    const names = there.map(({ kind, metadata }) => `${kind} ${metadata.name}`);

    expect(find('Namespace', OVERLAYS[overlay], there).metadata.name).toBe(OVERLAYS[overlay]);
    expect(new Set(names).size).toBe(names.length);
    const inside = there.filter(({ kind }) => kind !== 'Namespace');
    for (const { metadata } of inside) expect(metadata.namespace).toBe(OVERLAYS[overlay]);
    for (const { metadata } of there) {
      expect(metadata.labels?.['so-dai-ly/stage'], metadata.name).toMatch(
        /^(ground|migrate|start|switch|worker)$/,
      );
    }
  });

  test('of staging is small', () => {
    const cluster = find('Cluster', 'database', objectsOf('staging')).spec as {
      instances: number;
      postgresql: { synchronous?: unknown };
    };

    // one that waits for a replica that is not there would wait for ever
    expect([cluster.instances, cluster.postgresql.synchronous]).toEqual([1, undefined]);
  });

  test('every file of the base is part of it', () => {
    const files = readdirSync(join(KUBERNETES, 'base')).filter(
      (name) => name !== 'kustomization.yaml',
    );
    const { resources = [] } = parse(
      readFileSync(join(KUBERNETES, 'base/kustomization.yaml'), 'utf8'),
    ) as { resources: string[] };

    expect(resources.toSorted()).toEqual(files.toSorted());
    expect(build(join(KUBERNETES, 'base')).length).toBeGreaterThan(20);
  });
});

test('a deploy is refused while it is not said where people reach it', () => {
  const silent = readInstallationEnv({});

  expect(() =>
    kustomizationOf({ overlay: 'staging', release: '1.0.0', live: 'blue', env: silent }, '..'),
  ).toThrow('settings.env must say PUBLIC_URL');
});
