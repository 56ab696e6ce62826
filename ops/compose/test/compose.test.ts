// compose.yml agrees with the code: every setting, path, port and stop is what server, worker,
// gateway and the tools of ops know; and no container may do more than it needs.
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HOUSE_SETTINGS } from '../../../db/tools/embedded.ts';
import { databaseUrls } from '../../../db/tools/prepare.ts';
import { makeSecrets } from '../../../db/tools/secrets.ts';
import { readEnv as readServerEnv } from '../../../server/env.ts';
import { readEnv as readWorkerEnv } from '../../../worker/env.ts';
import { containerGateway } from '../../deploy/compose_driver.ts';
import {
  metricsPortOf,
  serverProgram,
  socketOf,
  STOP_PATIENCE_MS,
  WORKER,
  workerProgram,
} from '../../deploy/programs.ts';
import { COLOURS, type Release } from '../../deploy/release.ts';
import { foldersOf, readInstallationEnv, type Installation } from '../../installation.ts';
import { writeConfigurations } from '../../monitoring/conf.ts';
import { grafanaFolders } from '../../monitoring/grafana.ts';
import { lokiConf } from '../../monitoring/logs.ts';
import { PORTS } from '../../monitoring/ports.ts';
import { monitoringPrograms } from '../../monitoring/programs.ts';
import { nginxConf } from '../../nginx/conf.ts';
import { PROJECT } from '../docker.ts';
import {
  asEnvFile,
  composeSecrets,
  composeSettings,
  ownersOf,
  writeSecretFiles,
} from '../settings.ts';
import { environmentOf, readCompose, settingsIn, type ComposeFile, type Service } from './file.ts';

const TLS = 'sslmode=verify-full';
const release: Release = { name: '1.0.0', folder: '/srv/so-dai-ly/releases/1.0.0' };
let home: string;
let installation: Installation;
let compose: ComposeFile;

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'sodaily-compose-'));
  const secrets = makeSecrets();
  const env = readInstallationEnv({
    DEPLOY_DRIVER: 'compose',
    IMAGES: 'ghcr.io/so-dai-ly',
    PUBLIC_URL: 'https://so-dai-ly.example',
    SMTP_URL: 'smtps://mail.example:465',
    MAIL_FROM: 'Sổ Đại Lý <so@so-dai-ly.example>',
    REPORT_DATABASE_URL: `postgres://sodaily_worker:${secrets.worker}@replica.example/sodaily?${TLS}`,
  });
  const adminUrl = `postgres://postgres:${secrets.admin}@127.0.0.1:54300/postgres`;
  installation = {
    home,
    env,
    database: { DATABASE_URL: adminUrl, DATABASE_NAME: 'sodaily', DATA_DIR: home, DEMO: false },
    secrets,
    adminUrl,
    urls: databaseUrls(adminUrl, 'sodaily', secrets),
  } as Installation;
  writeSecretFiles(home, composeSecrets(secrets, env, 'sodaily'));
  compose = readCompose({ ...composeSettings(installation), ...releasesOf('1.0.0') });
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

const releasesOf = (name: string): Record<string, string> =>
  Object.fromEntries(
    [...COLOURS, WORKER, 'gateway'].flatMap((service) => [
      [`${service.toUpperCase()}_RELEASE`, name],
      [`${service.toUpperCase()}_FOLDER`, release.folder],
    ]),
  );
const service = (name: string): Service => {
  const found = compose.services[name];
  if (!found) throw new Error(`compose.yml has no service ${name}`);
  return found;
};
const services = (): [string, Service][] => Object.entries(compose.services);

describe('server and worker', () => {
  test.each(COLOURS)('%s is told what the server asks for, and nothing else', (colour) => {
    const told = service(colour);
    const { settings } = serverProgram(installation, colour, release);

    expect(settingsIn(told)).toEqual([...Object.keys(settings), 'METRICS_HOST'].toSorted());
    const env = readServerEnv(environmentOf(told, home));
    expect(env).toMatchObject({
      DEMO: false,
      RELEASE: '1.0.0',
      COOKIE_SECURE: true,
      SOCKET_PATH: socketOf(home, colour),
      DRAIN_MS: Number(settings['DRAIN_MS']),
      LINGER_MS: Number(settings['LINGER_MS']),
    });
    expect(env.AUTHENTICATOR_DATABASE_URL).toContain('sodaily_authenticator:');
    expect(env.SIGN_IN_DATABASE_URL).toContain('@postgres:5432/sodaily');
    expect(told.ports).toEqual([
      `127.0.0.1:${metricsPortOf(installation, colour)}:${env.METRICS_PORT}`,
    ]);
  });

  test('blue and green are the same but for their colour and ports', () => {
    const asBlue = JSON.stringify(service('green'))
      .replaceAll('green', 'blue')
      .replaceAll('9466', '9464');

    expect(JSON.parse(asBlue)).toEqual(service('blue'));
  });

  test('the worker is told what it asks for, and nothing else', () => {
    const told = service(WORKER);
    const { settings } = workerProgram(installation, release);

    expect(settingsIn(told)).toEqual([...Object.keys(settings), 'METRICS_HOST'].toSorted());
    const env = readWorkerEnv(environmentOf(told, home));
    expect(env).toMatchObject({
      RELEASE: '1.0.0',
      PUBLIC_URL: 'https://so-dai-ly.example',
      SMTP_URL: 'smtps://mail.example:465',
      DRAIN_MS: Number(settings['DRAIN_MS']),
    });
    expect(told.ports).toEqual([
      `127.0.0.1:${installation.env.WORKER_METRICS_PORT}:${env.WORKER_METRICS_PORT}`,
    ]);
  });

  test('a worker without a mail server and a replica is told of none', () => {
    const env = readInstallationEnv({});
    writeSecretFiles(home, composeSecrets(installation.secrets, env, 'sodaily'));
    const told = readWorkerEnv(environmentOf(service(WORKER), home));

    expect([told.SMTP_URL, told.REPORT_DATABASE_URL]).toEqual([undefined, undefined]);
  });

  test('have longer to stop than they take', () => {
    for (const name of [...COLOURS, WORKER]) {
      const seconds = Number(/^(\d+)s$/.exec(service(name).stop_grace_period ?? '')?.[1]);
      expect(seconds, name).toBeGreaterThanOrEqual(STOP_PATIENCE_MS / 1_000);
    }
  });

  test('are asked by their health checks where they listen', () => {
    for (const colour of COLOURS)
      expect(service(colour).healthcheck?.test).toContain(`--socket=${socketOf(home, colour)}`);
    expect(service(WORKER).healthcheck?.test).toContain('--port=9465');
  });

  test('carry the labels by which a deploy knows their release', () => {
    for (const name of [...COLOURS, WORKER])
      expect(service(name).labels).toEqual({
        'so-dai-ly.release': '1.0.0',
        'so-dai-ly.folder': release.folder,
      });
    expect(compose.name).toBe(PROJECT);
  });
});

describe('the gateway', () => {
  test('sees every file that its configuration names, and no other folder', () => {
    const conf = nginxConf(containerGateway(installation));
    const named = [...conf.matchAll(new RegExp(`${home}[\\w./-]*`, 'g'))].map(([path]) => path);
    const seen = (service('gateway').volumes ?? []).map((volume) => volume.split(':')[1] ?? '');

    expect(named.length).toBeGreaterThan(3);
    expect(named.filter((path) => !seen.some((folder) => path.startsWith(folder)))).toEqual([]);
    expect(seen).toEqual([foldersOf(home).nginx, foldersOf(home).run, foldersOf(home).web]);
    expect((service('gateway').volumes ?? []).every((volume) => volume.endsWith(':ro'))).toBe(true);
  });

  test('listens on the ports that are handed to it, with TLS and without', () => {
    const withTls = {
      home,
      env: readInstallationEnv({
        DEPLOY_DRIVER: 'compose',
        TLS_CERTIFICATE: '/etc/tls/cert.pem',
        TLS_KEY: '/etc/tls/key.pem',
        TLS_HOST: 'so-dai-ly.example',
        TLS_PLAIN: '80',
      }),
    };
    const inside = (service('gateway').ports ?? []).map((port) => port.split(':').at(-1));
    const conf = nginxConf(containerGateway(withTls));

    expect(inside).toEqual(['8080', '8081']);
    expect(nginxConf(containerGateway(installation))).toContain('listen 8080;');
    expect(conf).toContain('listen 8080 ssl http2;');
    expect(conf).toContain('listen 8081;');
    expect(conf).toContain('ssl_certificate /run/secrets/tls_certificate;');
    expect(conf).toContain('ssl_certificate_key /run/secrets/tls_key;');
    expect(conf).toContain('access_log /dev/stdout line;');
    expect(service('gateway').secrets).toEqual(['tls_certificate', 'tls_key']);
  });

  test('is the only container that other machines reach, and reaches no database', () => {
    const open = services().flatMap(([name, { ports = [], network_mode }]) =>
      network_mode === 'host'
        ? []
        : ports.filter((port) => !port.startsWith('127.0.0.1:')).map(() => name),
    );
    const outside = readCompose({
      ...composeSettings({
        ...installation,
        env: readInstallationEnv({ LISTEN: '443', TLS_PLAIN: '80' }),
      }),
      ...releasesOf('1.0.0'),
    });

    expect(open).toEqual([]);
    expect(outside.services['gateway']?.ports).toEqual(['443:8080', '80:8081']);
    expect(service('gateway').networks).toEqual(['edge']);
    expect(
      services()
        .filter(([, { networks = [] }]) => networks.includes('edge'))
        .map(([name]) => name),
    ).toEqual(['gateway']);
  });
});

describe('every container', () => {
  test('is nobody special, writes where it is said, has bounds, and is looked at', () => {
    for (const [name, one] of services()) {
      // the one that reads what Docker wrote may read, and nothing else that root may
      const isReader = name === 'alloy';
      expect(one.user, name).toMatch(isReader ? /^0:0$/ : /^[1-9]\d*:[1-9]\d*$/);
      expect(one.cap_add, name).toEqual(isReader ? ['DAC_READ_SEARCH'] : undefined);
      expect(one, name).toMatchObject({
        read_only: true,
        cap_drop: ['ALL'],
        security_opt: ['no-new-privileges:true'],
        restart: 'unless-stopped',
        logging: { driver: 'json-file', options: { 'max-size': '20m', 'max-file': '5' } },
      });
      expect(one.healthcheck?.test.length, name).toBeGreaterThan(1);
      expect(one.mem_limit, name).toMatch(/^\d+[mg]$/);
      expect(one.pids_limit, name).toBeGreaterThan(0);
    }
  });

  test('of the network of the machine listens there only', () => {
    const inMachine = services().filter(([, { network_mode }]) => network_mode === 'host');
    // where each says on which address it listens: its command, its environment, its file
    const said = {
      prometheus: service('prometheus').command,
      alertmanager: service('alertmanager').command,
      grafana: service('grafana').environment,
      loki: lokiConf(join(foldersOf(home).monitoring, 'loki')),
      alloy: service('alloy').command,
    };

    expect(inMachine.map(([name]) => name).toSorted()).toEqual(Object.keys(said).toSorted());
    for (const [name, where] of Object.entries(said)) {
      expect(JSON.stringify(where), name).toContain('127.0.0.1');
      expect(JSON.stringify(where), name).not.toContain('0.0.0.0');
    }
  });

  test('has an image with a tag that is a version', () => {
    for (const [name, { image }] of services()) expect(image, name).toMatch(/:v?\d[\w.-]*$/);
  });
});

describe('secrets', () => {
  test('are files, and no environment holds a password or an address', () => {
    const told = services().flatMap(([name, { environment = {} }]) =>
      Object.entries(environment).map(([key, value]) => ({ name, key, value })),
    );

    expect(told.filter(({ value }) => /postgres(?:ql)?:\/\/|smtps?:\/\//.test(value))).toEqual([]);
    const secret = told.filter(({ key }) => /PASS|SECRET|KEY|DATABASE_URL|SMTP/.test(key));
    expect(secret.length).toBeGreaterThan(10);
    expect(secret.filter(({ key }) => !key.endsWith('_FILE'))).toEqual([]);
  });

  test('are handed to those who name them, and that of the superuser to PostgreSQL alone', () => {
    for (const [name, { environment = {}, secrets = [] }] of services()) {
      const named = Object.values(environment)
        .filter((value) => value.startsWith('/run/secrets/'))
        .map((value) => value.slice('/run/secrets/'.length));
      expect(
        named.filter((secret) => !secrets.includes(secret)),
        name,
      ).toEqual([]);
    }
    const holders = services()
      .filter(([, { secrets = [] }]) => secrets.includes('postgres_password'))
      .map(([name]) => name);
    expect(holders).toEqual(['postgres']);
  });

  test('are all written, in a folder that nobody else enters', () => {
    const used = new Set(services().flatMap(([, { secrets = [] }]) => [...secrets]));

    expect(Object.keys(compose.secrets).toSorted()).toEqual([...used].toSorted());
    for (const { file } of Object.values(compose.secrets))
      expect(statSync(file).mode & 0o777, file).toBe(0o444);
    expect(statSync(join(home, 'secrets')).mode & 0o777).toBe(0o700);
  });
});

describe('PostgreSQL', () => {
  test('has the settings of the house', () => {
    const told = new Map(
      (service('postgres').command ?? [])
        .filter((word) => word.startsWith('--'))
        .map((word) => [word.slice(2, word.indexOf('=')), word.slice(word.indexOf('=') + 1)]),
    );
    // where it listens is the container's business
    const house = HOUSE_SETTINGS.map((line) => line.split(' = ')).filter(
      ([name]) => name !== 'listen_addresses' && name !== 'unix_socket_directories',
    );

    expect(house.length).toBeGreaterThan(5);
    for (const [name = '', value = ''] of house)
      expect(told.get(name), name).toBe(value.replaceAll("'", ''));
    expect(told.get('archive_mode')).toBe('on');
  });

  test('keeps its files and its archive where the tools of ops look', () => {
    const { environment = {}, volumes = [] } = service('postgres');

    expect(environment['PGDATA']).toBe(join(home, 'postgres', 'data'));
    expect(volumes).toContain(`${foldersOf(home).backup}:${foldersOf(home).backup}`);
    expect(volumes).toContain(`${join(home, 'postgres')}:${join(home, 'postgres')}`);
  });
});

describe('what watches', () => {
  test('is started as the processes are: Prometheus and Alertmanager', () => {
    for (const { name, args } of monitoringPrograms(installation))
      expect(service(name).command).toEqual(args);
  });

  test('reads the files that npm run monitoring writes, and writes where it may', () => {
    writeConfigurations({ ...installation, database: { ...installation.database } });
    const owners = ownersOf(home);
    for (const name of ['loki', 'alloy', 'prometheus', 'alertmanager', 'grafana']) {
      const { command = [], environment = {}, volumes = [], user } = service(name);
      const named = [...command, ...Object.values(environment)].flatMap((word) => {
        const [path] = new RegExp(`${home}[\\w./-]*`).exec(word) ?? [];
        // the folder itself is a name for what is in it
        return path === undefined || path === home ? [] : [path];
      });
      const seen = volumes.map((volume) => volume.split(':')[1] ?? '');
      expect(named.length, name).toBeGreaterThan(0);
      for (const path of named)
        expect(
          seen.some((folder) => path.startsWith(folder)),
          path,
        ).toBe(true);
      for (const path of named.filter((one) => one.endsWith('.yml')))
        expect(existsSync(path), path).toBe(true);
      const written = Object.keys(owners).filter((folder) =>
        seen.some((mounted) => folder.startsWith(mounted)),
      );
      // root writes where it likes
      expect(
        user === '0:0' || written.some((folder) => user === `${owners[folder]}:${owners[folder]}`),
        name,
      ).toBe(true);
    }
    for (const folder of Object.keys(owners).filter((one) => one.includes('monitoring')))
      expect(existsSync(folder), folder).toBe(true);
  });

  test('is asked where it listens', () => {
    const { environment = {} } = service('grafana');

    expect(environment['GF_SERVER_HTTP_PORT']).toBe(String(PORTS.grafana));
    expect(environment['GF_PATHS_PROVISIONING']).toBe(grafanaFolders(home).provisioning);
    expect(environment['GF_PATHS_DATA']).toBe(grafanaFolders(home).data);
    for (const name of ['loki', 'alloy', 'grafana', 'prometheus', 'alertmanager'] as const)
      expect(service(name).healthcheck?.test.at(-1), name).toMatch(
        new RegExp(`127\\.0\\.0\\.1[:/]${PORTS[name]}\\b`),
      );
  });
});

describe('the values of compose.yml', () => {
  test('come back from their file as they were', () => {
    const settings = composeSettings(installation);

    expect(parseEnv(asEnvFile(settings))).toEqual(settings);
  });

  test('must not end their quotes', () => {
    expect(() => asEnvFile({ MAIL_FROM: "Sổ 'Đại' Lý" })).toThrow(
      'MAIL_FROM must not hold a quote',
    );
  });
});
