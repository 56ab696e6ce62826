// The manifests agree with the code: every setting, port, probe, secret and image of a pod is one
// that server, worker and tools know.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readDatabaseEnv, repositoryRoot } from '../../../db/tools/env.ts';
import { readEnv as readServerEnv } from '../../../server/env.ts';
import { readEnv as readWorkerEnv } from '../../../worker/env.ts';
import { IMAGES } from '../rendering.ts';
import { DATABASE_NAME, HOSTS, secretFiles, secretObjects } from '../settings.ts';
import { container, env, find, objects, own, secrets } from './deployed.ts';
import { containersOf, KUBERNETES, part, type Manifest } from './manifests.ts';

type PodSpec = Record<string, unknown> & {
  volumes: { name: string; secret?: { secretName: string } }[];
};
const podOf = (one: Manifest): PodSpec => part<{ spec: PodSpec }>(one, 'template').spec;
type Variable = { name: string; value?: string };

/** What a container is told, with the contents of secrets in place of their files. */
function told(name: 'server' | 'worker', deployment: string): Record<string, string> {
  const files = secretFiles(secrets, env)[name] ?? {};
  const said = { ...find('ConfigMap', name).data, RELEASE: '1.0.0' };
  expect(container('Deployment', deployment)['envFrom']).toEqual([{ configMapRef: { name } }]);
  return Object.fromEntries(
    Object.entries(said).map(([key, value]) => {
      if (!key.endsWith('_FILE')) return [key, value];
      const file = value.replace('/run/secrets/', '');
      expect(Object.keys(files), key).toContain(file);
      return [key.replace(/_FILE$/, ''), files[file] ?? ''];
    }),
  );
}

describe('server and worker', () => {
  test.each(['server-blue', 'server-green'])('%s understands what it is told', (deployment) => {
    const given = told('server', deployment);
    const read = readServerEnv(given);

    expect(read).toMatchObject({
      DEMO: false,
      RELEASE: '1.0.0',
      COOKIE_SECURE: true,
      NAMED_STATEMENTS: false,
      HOST: '0.0.0.0',
    });
    // a setting that nobody reads is a typing error
    const names = Object.keys(read);
    expect(Object.keys(given).filter((name) => !names.includes(name))).toEqual(['NODE_ENV']);
    expect(new URL(read.AUTHENTICATOR_DATABASE_URL).hostname).toBe(HOSTS.pooler);
    expect(new URL(read.SIGN_IN_DATABASE_URL).hostname).toBe(HOSTS.pooler);
    expect(new URL(read.LISTEN_DATABASE_URL ?? '').hostname).toBe(HOSTS.primary);
    expect(container('Deployment', deployment).ports).toEqual([
      { name: 'http', containerPort: read.PORT },
      { name: 'metrics', containerPort: read.METRICS_PORT },
    ]);
  });

  test('the worker understands what it is told', () => {
    const given = told('worker', 'worker');
    const read = readWorkerEnv(given);

    expect(read).toMatchObject({ DEMO: false, PUBLIC_URL: env.PUBLIC_URL, SMTP_URL: env.SMTP_URL });
    const names = Object.keys(read);
    expect(Object.keys(given).filter((name) => !names.includes(name))).toEqual(['NODE_ENV']);
    expect(new URL(read.WORKER_DATABASE_URL).hostname).toBe(HOSTS.primary);
    expect(new URL(read.REPORT_DATABASE_URL ?? '').hostname).toBe(HOSTS.replica);
    expect(container('Deployment', 'worker').ports).toEqual([
      { name: 'metrics', containerPort: read.WORKER_METRICS_PORT },
    ]);
  });

  test('have longer to stop than they take', () => {
    const { DRAIN_MS, LINGER_MS } = readServerEnv(told('server', 'server-blue'));
    for (const name of ['server-blue', 'server-green', 'worker']) {
      const { terminationGracePeriodSeconds: seconds } = podOf(find('Deployment', name));
      expect(Number(seconds) * 1_000, name).toBeGreaterThanOrEqual(DRAIN_MS + LINGER_MS + 5_000);
    }
  });

  test('are asked by their probes what they answer, on a port that they have', () => {
    const health = readFileSync(join(repositoryRoot, 'server', 'http', 'health.ts'), 'utf8');
    const figures = readFileSync(join(repositoryRoot, 'platform', 'metrics_server.ts'), 'utf8');
    for (const { name, ports = [], ...rest } of own.flatMap(containersOf)) {
      const probes = Object.entries(rest).filter(([key]) => key.endsWith('Probe'));
      expect(probes.map(([key]) => key).toSorted(), name).toEqual(
        name === 'migration' ? [] : ['livenessProbe', 'readinessProbe', 'startupProbe'],
      );
      for (const [, probe] of probes) {
        const { path, port } = (probe as { httpGet: { path: string; port: string } }).httpGet;
        expect(
          ports.map((one) => one.name),
          name,
        ).toContain(port);
        expect(port === 'http' ? health : figures).toContain(`'${path}'`);
      }
    }
  });

  test('blue and green are the same but for their colour', () => {
    const text = (colour: string): string =>
      readFileSync(join(KUBERNETES, 'base', `server_${colour}.yaml`), 'utf8');

    expect(text('green').replaceAll('green', 'blue')).toBe(text('blue'));
  });
});

describe('every pod of ours', () => {
  test('is nobody special, writes to its own folder only, has bounds, and no token', () => {
    expect(own.map(({ metadata }) => metadata.name).toSorted()).toEqual([
      'migration',
      'server-blue',
      'server-green',
      'worker',
    ]);
    for (const one of own) {
      const spec = podOf(one);
      expect(spec, one.metadata.name).toMatchObject({
        automountServiceAccountToken: false,
        enableServiceLinks: false,
        securityContext: {
          runAsNonRoot: true,
          runAsUser: 1000,
          seccompProfile: { type: 'RuntimeDefault' },
        },
      });
      for (const each of containersOf(one)) {
        expect(each['securityContext']).toEqual({
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        });
        expect(each['resources']).toMatchObject({ limits: { memory: expect.any(String) } });
        // what is mounted is a volume
        const volumes = spec.volumes.map(({ name }) => name);
        const mounts = (each['volumeMounts'] as { name: string }[]).map(({ name }) => name);
        expect(mounts.toSorted()).toEqual(volumes.toSorted());
      }
    }
  });

  test('has an image that the release makes', () => {
    const dockerfile = readFileSync(join(repositoryRoot, 'ops/compose/Dockerfile'), 'utf8');
    const images = own.flatMap(containersOf).map(({ image }) => image);

    expect(new Set(images)).toEqual(
      new Set(IMAGES.map((name) => `ghcr.io/so-dai-ly/${name}:1.0.0`)),
    );
    for (const name of IMAGES) expect(dockerfile).toContain(` AS ${name}\n`);
  });

  test('says its release, by which /readyz and the deploy know it', () => {
    for (const one of own) {
      const { metadata } = part<Manifest>(one, 'template');
      expect(metadata.labels?.['app.kubernetes.io/version'], one.metadata.name).toBe('1.0.0');
    }
  });
});

describe('the migration', () => {
  test('has an image with every file that it imports, and the files that it reads', () => {
    const dockerfile = readFileSync(join(repositoryRoot, 'ops/compose/Dockerfile'), 'utf8');
    for (const path of ['.gmrc', 'db/roles.sql', 'db/tools', 'db/committed', 'platform'])
      expect(dockerfile).toMatch(new RegExp(`^COPY ${path.replaceAll('.', '\\.')} `, 'm'));
    const script = join(repositoryRoot, 'db/tools/migrate.ts');
    const seen = new Set<string>();
    const follow = (file: string): void => {
      if (seen.has(file)) return;
      seen.add(file);
      for (const [, path = ''] of readFileSync(file, 'utf8').matchAll(
        /^(?:import|export) (?!type )[^;]*?from '(\.[^']+)'/gm,
      ))
        follow(join(file, '..', path));
    };
    follow(script);
    expect(seen.size).toBeGreaterThan(8);
    const inside = [...seen].map((file) => file.slice(repositoryRoot.length + 1));
    expect(inside.filter((file) => !/^(?:db\/tools|platform)\//.test(file))).toEqual([]);
  });

  test('enters as the superuser whose password PostgreSQL is given, with passwords for all', () => {
    const files = secretFiles(secrets, env);
    const variables = container('Job', 'migration')['env'] as Variable[];
    const valueOf = (name: string): string | undefined =>
      variables.find((one) => one.name === name)?.value;
    const read = readDatabaseEnv({
      DATABASE_URL: files['migration']?.['database_url'],
      DATABASE_NAME: valueOf('DATABASE_NAME'),
      DATA_DIR: valueOf('DATA_DIR'),
      DEMO: valueOf('DEMO'),
    });

    expect(read).toMatchObject({ DATABASE_NAME, DATA_DIR: '/run/secrets', DEMO: false });
    expect(JSON.parse(files['migration']?.['secrets.json'] ?? '')).toEqual(secrets);
    const { password } = new URL(read.DATABASE_URL ?? '');
    expect(files['database-superuser']).toEqual({ username: 'postgres', password });
    expect(find('Cluster', 'database').spec).toMatchObject({
      enableSuperuserAccess: true,
      superuserSecret: { name: 'database-superuser' },
    });
  });

  test('is broken off after as long as everywhere', () => {
    expect(find('Job', 'migration').spec).toMatchObject({
      activeDeadlineSeconds: env.MIGRATE_SECONDS,
      backoffLimit: 0,
    });
  });
});

describe('secrets', () => {
  test('that pods mount are written, and none that nobody mounts', () => {
    const mounted = own.flatMap((one) =>
      podOf(one).volumes.flatMap(({ secret }) => (secret ? [secret.secretName] : [])),
    );
    const written = Object.keys(secretFiles(secrets, env));

    // that of CloudNativePG, of which a pod sees the certificate
    expect(new Set(mounted)).toEqual(
      new Set([...written.filter((name) => name !== 'database-superuser'), 'database-ca']),
    );
  });

  test('are no part of any manifest', () => {
    expect(objects.filter(({ kind }) => kind === 'Secret')).toEqual([]);
    expect(JSON.stringify(objects)).not.toMatch(/postgres:\/\/|smtps?:\/\//);
    const { items } = JSON.parse(secretObjects(secretFiles(secrets, env))) as {
      items: { type: string; metadata: { name: string } }[];
    };
    expect(items.map(({ metadata, type }) => `${metadata.name} ${type}`)).toEqual([
      'server Opaque',
      'worker Opaque',
      'migration Opaque',
      'database-superuser kubernetes.io/basic-auth',
    ]);
  });
});
