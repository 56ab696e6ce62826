// Deploys with containers: the same sockets, link and figures as with processes, started and
// stopped by docker compose. A container that ends by itself is started again by Docker.
import { composeWords, docker as realDocker, PROJECT, type Docker } from '../compose/docker.ts';
import { tellRelease } from '../compose/write.ts';
import { foldersOf, type Installation } from '../installation.ts';
import type { Gateway } from '../nginx/conf.ts';
import { activeColour, pointTo } from './active_link.ts';
import { askAt, figuresAt } from './ask.ts';
import type { Driver } from './driver.ts';
import { gatewayOf, writeGatewayConf } from './gateway.ts';
import { runMigrations } from './migrations.ts';
import { keepPageFiles } from './page_files.ts';
import { metricsPortOf, socketOf, WORKER } from './programs.ts';
import type { Release } from './release.ts';

const START_SECONDS = 60;
const GATEWAY = 'gateway';
const LABELS = '{{.Label "so-dai-ly.release"}}\t{{.Label "so-dai-ly.folder"}}';

/** The gateway as its container sees it: ports, logs and certificates are those inside. */
export function containerGateway(installation: Pick<Installation, 'home' | 'env'>): Gateway {
  const { tls, ...gateway } = gatewayOf(installation);
  return {
    ...gateway,
    listen: '8080',
    accessLog: '/dev/stdout',
    hasBrotli: true,
    ...(tls === undefined
      ? {}
      : {
          tls: {
            certificate: '/run/secrets/tls_certificate',
            key: '/run/secrets/tls_key',
            host: tls.host,
            ...(tls.plain === undefined ? {} : { plain: '8081' }),
          },
        }),
  };
}

export function composeDriver(installation: Installation, docker: Docker = realDocker): Driver {
  const { home } = installation;
  const compose = (...words: readonly string[]): string => docker(...composeWords(home), ...words);

  /** What Docker says of a container that runs; undefined when none does. */
  function runningRelease(service: string): Release | undefined {
    const told = docker(
      'ps',
      '--filter',
      `label=com.docker.compose.project=${PROJECT}`,
      '--filter',
      `label=com.docker.compose.service=${service}`,
      '--filter',
      'status=running',
      '--format',
      LABELS,
    ).trim();
    if (told === '') return undefined;
    const [name = '', folder = ''] = told.split('\n')[0]?.split('\t') ?? [];
    return { name, folder };
  }

  /** Starts a container anew and waits until it is healthy. Error: with its last words. */
  function start(service: string, release: Release): void {
    tellRelease(home, service, release);
    try {
      compose(
        'up',
        '--detach',
        '--no-deps',
        '--no-build',
        '--force-recreate',
        '--wait',
        `--wait-timeout=${START_SECONDS}`,
        service,
      );
    } catch (error) {
      throw new Error(
        `${service} of ${release.name} did not start:\n${lastWords(service)}\n`
          + `${error instanceof Error ? error.message : String(error)}`,
        { cause: error },
      );
    }
  }

  function lastWords(service: string): string {
    try {
      return compose('logs', '--no-color', '--no-log-prefix', '--tail=12', service).trim();
    } catch {
      return '(nothing)';
    }
  }

  /** Asks it to finish what it has, within its stop_grace_period, and takes it away. */
  function stop(service: string): void {
    compose('stop', service);
    compose('rm', '--force', service);
  }

  /** A changed configuration is tried before the nginx that runs reads it. */
  function ensureGateway(release: Release): void {
    const isNew = writeGatewayConf(home, containerGateway(installation), release);
    if (runningRelease(GATEWAY) === undefined) {
      start(GATEWAY, release);
      return;
    }
    if (!isNew) return;
    const nginx = ['nginx', '-p', '/run/nginx', '-c', `${foldersOf(home).nginx}/nginx.conf`];
    compose('exec', '-T', GATEWAY, ...nginx, '-t');
    compose('kill', '--signal=HUP', GATEWAY);
  }

  return {
    active: () => activeColour(home),
    running: runningRelease,
    start: async (colour, release) => start(colour, release),
    stop: async (colour) => stop(colour),
    switchTo: async (colour) => pointTo(home, colour),
    ask: (colour) => askAt({ socketPath: socketOf(home, colour) }),
    metrics: (colour) => figuresAt(metricsPortOf(installation, colour)),
    keepAssets: async (release) => keepPageFiles(home, release),
    workerRelease: () => runningRelease(WORKER),
    replaceWorker: async (release) => start(WORKER, release),
    stopWorker: async () => stop(WORKER),
    ensureGateway: async (release) => ensureGateway(release),
    migrate: (release, adminUrl) => runMigrations(installation, release, adminUrl),
  };
}
