// npm run dev: the system for whoever changes it, until Ctrl-C. The page comes from Vite, with hot
// reload; everything else goes on to the server. What a save brings about:
//   db/fixtures, db/current   the database (npm run db:watch), then GraphQL, then typed documents
//   a .graphql file           typed documents and the server's list of them
//   server, worker, platform  the process that uses it starts anew
import { fork, type ChildProcess } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { watch as watchFiles } from 'chokidar';
import { createServer as createVite, type ViteDevServer } from 'vite';
import { repositoryRoot } from '../db/tools/env.ts';
import { freePort } from '../db/tools/free_port.ts';
import { openWorkplace, type Workplace } from '../db/tools/workplace.ts';
import { startChild, stopChildren, type Child } from './children.ts';
import type { StartEnv } from './env.ts';
import { checkMachine } from './preflight.ts';
import { releaseAddress } from './running_mark.ts';
import {
  announce,
  prepareData,
  readEnvs,
  serverSettings,
  workerSettings,
  type Settings,
} from './system.ts';
import { writeWebDocuments } from './web_documents.ts';

type Name = 'server' | 'worker';

const schemaFile = join(repositoryRoot, 'server', 'schema.graphql');
const children = new Map<Name, Child>();
let workplace: Workplace | undefined;
let vite: ViteDevServer | undefined;
let databaseWatch: ChildProcess | undefined;
let isStopping = false;

async function start(): Promise<void> {
  const began = performance.now();
  const { env, database } = readEnvs();
  const ports = await checkMachine(env, database);
  workplace = await openWorkplace();
  const urls = await prepareData(workplace);
  const apiPort = await freePort(env.PORT + 1);
  const settings: Record<Name, Settings> = {
    server: {
      ...serverSettings({ ...env, PORT: apiPort, HOST: '127.0.0.1' }, urls, workplace, ports),
      SCHEMA_WATCH_URL: urls.admin,
    },
    worker: workerSettings(env, urls, workplace, ports),
  };
  await Promise.all([run('server', settings.server), run('worker', settings.worker)]);
  databaseWatch = fork(join(repositoryRoot, 'db', 'tools', 'watch.ts'), {
    cwd: repositoryRoot,
    stdio: 'inherit',
  });
  watchSources(settings);
  vite = await servePage(env, apiPort);
  announce(env, workplace.env, (performance.now() - began) / 1000);
}

/** The page with hot reload, in front of the server. */
async function servePage(env: StartEnv, apiPort: number): Promise<ViteDevServer> {
  const target = `http://127.0.0.1:${apiPort}`;
  const paths = ['/auth', '/api', '/demo', '/healthz', '/readyz'];
  const page = await createVite({
    configFile: join(repositoryRoot, 'web', 'vite.config.ts'),
    logLevel: 'warn',
    server: {
      port: env.PORT,
      host: env.HOST,
      strictPort: true,
      proxy: {
        '/graphql': { target, ws: true },
        ...Object.fromEntries(paths.map((path) => [path, target])),
      },
    },
  });
  await page.listen();
  return page;
}

async function run(name: Name, settings: Settings): Promise<void> {
  const child = await startChild(name, settings, 'inherit', (message) => {
    if (isSchema(message)) schemaChanged(message.text);
  });
  children.set(name, child);
}

const isSchema = (message: unknown): message is { type: 'schema'; text: string } =>
  typeof message === 'object' && message !== null && 'type' in message && message.type === 'schema';

let schemaText = '';
function schemaChanged(text: string): void {
  if (text === schemaText) return;
  schemaText = text;
  writeFileSync(schemaFile, text);
  documents();
}

/** One after the other; whatever is saved meanwhile is looked at in the next one. */
function oneAtATime(task: () => Promise<void>): () => void {
  let state: 'idle' | 'running' | 'again' = 'idle';
  const go = async (): Promise<void> => {
    state = 'running';
    await task().catch((error: unknown) =>
      console.error(error instanceof Error ? error.message : error),
    );
    const isWanted = (state as string) === 'again';
    state = 'idle';
    if (isWanted) await go();
  };
  return () => {
    if (state === 'idle') void go();
    else state = 'again';
  };
}

const documents = oneAtATime(async () => {
  const began = performance.now();
  const files = await writeWebDocuments();
  if (files.length > 0)
    console.log(`Documents of the page after ${(performance.now() - began).toFixed(0)} ms.`);
});

function watchSources(settings: Record<Name, Settings>): void {
  const restart = Object.fromEntries(
    (['server', 'worker'] as const).map((name) => [
      name,
      oneAtATime(async () => {
        const child = children.get(name);
        if (child) await stopChildren([child]);
        if (isStopping) return;
        await run(name, settings[name]);
        console.log(`The ${name} runs anew.`);
      }),
    ]),
  ) as Record<Name, () => void>;
  const folders = ['server', 'worker', 'platform', join('web', 'src')];
  watchFiles(
    folders.map((folder) => join(repositoryRoot, folder)),
    // editors write in several steps
    { ignoreInitial: true, awaitWriteFinish: { stabilityThreshold: 100, pollInterval: 20 } },
  ).on('all', (_event, path) => {
    const [folder] = path.slice(repositoryRoot.length + 1).split(sep);
    if (folder === 'web') {
      if (path.endsWith('.graphql')) documents();
      return;
    }
    if (!/\.ts$|crontab$/.test(path) || /[\\/]test[\\/]/.test(path)) return;
    if (folder === 'server' || folder === 'platform') restart.server();
    if (folder === 'worker' || folder === 'platform') restart.worker();
  });
}

async function stop(code: number, reason: string): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  if (code === 0) console.log(`\n${reason}`);
  else console.error(`\n${reason}`);
  databaseWatch?.kill('SIGTERM');
  await Promise.all([vite?.close(), stopChildren([...children.values()])]);
  if (workplace) {
    releaseAddress(workplace.env.DATA_DIR);
    workplace.shutDown();
  }
  process.exit(code);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => void stop(0, 'Stopping …'));
}
try {
  await start();
} catch (error) {
  if (!isStopping) await stop(1, error instanceof Error ? error.message : String(error));
}
