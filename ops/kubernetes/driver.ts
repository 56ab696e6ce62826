// Deploys in Kubernetes: the same order as with processes, each step an object that kubectl applies
// by its label so-dai-ly/stage. Only what a step is about is applied, so the old colour stays as it
// is until it is drained.
import { askAt } from '../deploy/ask.ts';
import type { Driver } from '../deploy/driver.ts';
import { COLOURS, type Colour, type Release } from '../deploy/release.ts';
import type { Forward, Kubectl, OpenForward } from './kubectl.ts';
import { writeKustomization, type Wish } from './rendering.ts';

const HTTP_PORT = 3000;
const METRICS_PORT = 9464;
const PATIENCE = '300s';

export type ClusterDriver = Pick<
  Driver,
  'active' | 'running' | 'start' | 'stop' | 'switchTo' | 'ask' | 'metrics' | 'workerRelease'
>
  & Readonly<{
    /** What everything else stands on: settings, network, PostgreSQL. */
    ground(release: Release): void;
    migrate(release: Release): void;
    replaceWorker(release: Release): Promise<void>;
    /** Closes what leads to servers. */
    close(): void;
  }>;

type Parts = Readonly<{
  home: string;
  wish: Pick<Wish, 'overlay' | 'env'>;
  kubectl: Kubectl;
  forward: OpenForward;
}>;

const VERSION = "{.spec.template.metadata.labels['app\\.kubernetes\\.io/version']}";
const deploymentOf = (colour: Colour): string => `server-${colour}`;

export function kubernetesDriver({ home, wish, kubectl, forward }: Parts): ClusterDriver {
  const forwards = new Map<string, Promise<Forward>>();

  /** A field of an object; undefined when there is no such object, or nothing in it. */
  const field = (object: string, path: string): string | undefined => {
    const told = kubectl(['get', object, '--ignore-not-found', '--output', `jsonpath=${path}`]);
    return told.trim() === '' ? undefined : told.trim();
  };
  const active = (): Colour | undefined =>
    field('service/server', '{.spec.selector.colour}') as Colour | undefined;

  function apply(selector: string, release: string, live: Colour): void {
    const folder = writeKustomization(home, { ...wish, release, live });
    kubectl(['apply', '--kustomize', folder, '--selector', selector]);
  }
  const stage = (name: string, more = ''): string => `so-dai-ly/stage=${name}${more}`;
  const live = (): Colour => active() ?? 'blue';

  function through(colour: Colour, port: number): Promise<Forward> {
    const key = `${colour} ${port}`;
    const known = forwards.get(key);
    if (known) return known;
    const opened = forward(deploymentOf(colour), port);
    forwards.set(key, opened);
    opened.catch(() => forwards.delete(key));
    return opened;
  }
  function closeTo(colour: Colour): void {
    for (const [key, opened] of forwards) {
      if (!key.startsWith(`${colour} `)) continue;
      forwards.delete(key);
      void opened.then((one) => one.stop()).catch(() => undefined);
    }
  }
  const askOf =
    (colour: Colour, port: number): ReturnType<Driver['ask']> =>
    async (path, question) =>
      askAt({ host: '127.0.0.1', port: (await through(colour, port)).port })(path, question);

  function running(colour: Colour): Release | undefined {
    const deployment = `deployment/${deploymentOf(colour)}`;
    if (Number(field(deployment, '{.spec.replicas}') ?? '0') === 0) return undefined;
    return { name: field(deployment, VERSION) ?? '', folder: '' };
  }

  return {
    active,
    running,
    ground(release) {
      apply(stage('ground'), release.name, live());
      // the first time CloudNativePG makes PostgreSQL now
      kubectl(['wait', 'cluster/database', '--for=condition=Ready', '--timeout=600s']);
    },
    migrate(release) {
      // a job is never changed: the one of before is taken away
      kubectl(['delete', 'job/migration', '--ignore-not-found', '--wait']);
      apply(stage('migrate'), release.name, live());
      try {
        kubectl(['wait', 'job/migration', '--for=condition=complete', '--timeout=660s']);
      } catch (error) {
        const said = kubectl(['logs', 'job/migration', '--tail=12']);
        throw new Error(`The migrations failed:\n${said}`, { cause: error });
      }
    },
    async start(colour, release) {
      apply(stage('start', `,colour=${colour}`), release.name, live());
      kubectl(['rollout', 'status', `deployment/${deploymentOf(colour)}`, `--timeout=${PATIENCE}`]);
    },
    async stop(colour) {
      closeTo(colour);
      kubectl(['scale', `deployment/${deploymentOf(colour)}`, '--replicas=0']);
      const pods = ['--selector', `app=server,colour=${colour}`, '--output', 'name'];
      const left = kubectl(['get', 'pod', ...pods])
        .split('\n')
        .filter((name) => name !== '');
      // asked to wait for nobody, kubectl says that there is nobody
      if (left.length > 0) kubectl(['wait', ...left, '--for=delete', `--timeout=${PATIENCE}`]);
    },
    async switchTo(colour) {
      if (colour === undefined) kubectl(['delete', 'service/server', '--ignore-not-found']);
      else apply(stage('switch'), running(colour)?.name ?? '', colour);
    },
    ask: (colour) => askOf(colour, HTTP_PORT),
    async metrics(colour) {
      const { status, body } = await askOf(colour, METRICS_PORT)('/metrics');
      if (status !== 200) throw new Error(`${colour} answers ${status} when asked for figures`);
      return body;
    },
    workerRelease() {
      const name = field('deployment/worker', VERSION);
      return name === undefined ? undefined : { name, folder: '' };
    },
    async replaceWorker(release) {
      apply(stage('worker'), release.name, live());
      kubectl(['rollout', 'status', 'deployment/worker', `--timeout=${PATIENCE}`]);
    },
    close() {
      for (const colour of COLOURS) closeTo(colour);
    },
  };
}
