// npm run kubernetes -- <command> --home=/srv/so-dai-ly --overlay=production
//   secrets                    writes the Secrets of server, worker, migration and PostgreSQL
//   deploy --release=0.3.0     puts a release in the place of the one that runs
//   render --release=0.3.0     writes the kustomization of a deploy, to be looked at
// kubectl decides which cluster is talked to. The folder keeps settings.env and secrets, and a line
// for each deploy.
import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { installationSecrets } from '../../db/tools/secrets.ts';
import { note, runStages } from '../deploy/deploy.ts';
import { takeTurn } from '../deploy/lock.ts';
import { foldersOf, homeOf, readInstallationEnv, type InstallationEnv } from '../installation.ts';
import { kubernetesDriver } from './driver.ts';
import { forwardIn, kubectlIn } from './kubectl.ts';
import { OVERLAYS, writeKustomization, type Overlay } from './rendering.ts';
import { secretFiles, secretObjects } from './settings.ts';
import { clusterStages } from './stages.ts';

type Given = Readonly<{ home: string; overlay: Overlay; release: string; env: InstallationEnv }>;

const COMMANDS: Readonly<Record<string, (given: Given) => Promise<string>>> = {
  async secrets({ home, overlay, env }) {
    const files = secretFiles(installationSecrets(foldersOf(home).data), env);
    kubectlIn(OVERLAYS[overlay])(['apply', '--filename', '-'], secretObjects(files));
    return `${Object.keys(files).join(', ')} are written.`;
  },
  async render(given) {
    const folder = writeKustomization(given.home, { ...given, live: 'blue' });
    return `kubectl kustomize ${folder}`;
  },
  deploy,
};

async function deploy({ home, overlay, release: name, env }: Given): Promise<string> {
  const namespace = OVERLAYS[overlay];
  const driver = kubernetesDriver({
    home,
    wish: { overlay, env },
    kubectl: kubectlIn(namespace),
    forward: forwardIn(namespace),
  });
  const release = { name, folder: '' };
  const giveBack = takeTurn(home);
  try {
    const stages = clusterStages({ driver, release, watchSeconds: env.WATCH_SECONDS });
    const outcome = await runStages(name, stages, console.log);
    note(home, outcome);
    const left = outcome.left.map((line) => `\nNot taken back: ${line}`).join('');
    if (!outcome.isLive) throw new Error(`${name} is not live.${left}`);
    return `${name} is live.`;
  } finally {
    driver.close();
    giveBack();
  }
}

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      home: { type: 'string' },
      overlay: { type: 'string', default: 'staging' },
      release: { type: 'string', default: '' },
    },
  });
  const command = COMMANDS[positionals[0] ?? ''];
  if (!command) throw new Error(`Say what to do: ${Object.keys(COMMANDS).join(', ')}.`);
  const { overlay, release } = values;
  if (!(overlay in OVERLAYS))
    throw new Error(`--overlay is one of ${Object.keys(OVERLAYS).join(', ')}.`);
  if (positionals[0] !== 'secrets' && !/^\d+\.\d+\.\d+$/.test(release))
    throw new Error('Say which release: --release=0.3.0');
  const home = resolve(homeOf(values.home));
  mkdirSync(foldersOf(home).data, { recursive: true });
  const settings = join(home, 'settings.env');
  if (existsSync(settings)) process.loadEnvFile(settings);
  const env = readInstallationEnv();
  console.log(await command({ home, overlay: overlay as Overlay, release, env }));
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
