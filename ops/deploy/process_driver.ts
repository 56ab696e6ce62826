// Deploys with plain processes of this machine: servers on Unix sockets, and a link that says
// which of them is asked.
import {
  cpSync,
  existsSync,
  mkdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { foldersOf, type Installation } from '../installation.ts';
import { askAt } from './ask.ts';
import type { Driver } from './driver.ts';
import { ensureGateway } from './gateway.ts';
import { runMigrations } from './migrations.ts';
import { end, isAlive, lastLines, launch, noteOf, type Program } from './processes.ts';
import {
  metricsPortOf,
  serverProgram,
  socketOf,
  STOP_PATIENCE_MS,
  WORKER,
  workerProgram,
} from './programs.ts';
import { COLOURS, type Release } from './release.ts';

const START_MS = 60_000;

export function processDriver(installation: Installation): Driver {
  const { home, env } = installation;
  const { run, web } = foldersOf(home);
  const link = join(run, 'active.sock');

  const releaseOf = (name: string): Release | undefined => {
    const note = noteOf(home, name);
    return note && isAlive(note) ? note.release : undefined;
  };

  /** Waits for an answer of 200; a program that ends instead is told of with its last words. */
  async function untilAnswers(program: Program, ask: () => Promise<number>): Promise<void> {
    for (const until = Date.now() + START_MS; Date.now() < until; await pause(100)) {
      const note = noteOf(home, program.name);
      if (!note || !isAlive(note)) break;
      if ((await ask().catch(() => 0)) === 200) return;
    }
    throw new Error(
      `${program.name} of ${program.release.name} did not start:\n${lastLines(home, program.name)}`,
    );
  }

  const driver: Driver = {
    active() {
      const target = linkTarget(link);
      return COLOURS.find((colour) => target === `${colour}.sock`);
    },
    running: (colour) => releaseOf(colour),
    async start(colour, release) {
      await end(home, colour, STOP_PATIENCE_MS);
      const program = serverProgram(installation, colour, release);
      launch(home, program);
      const ask = driver.ask(colour);
      await untilAnswers(program, async () => (await ask('/healthz')).status);
    },
    stop: (colour) => end(home, colour, STOP_PATIENCE_MS),
    async switchTo(colour) {
      if (colour === undefined) {
        rmSync(link, { force: true });
        return;
      }
      const next = `${link}.next`;
      rmSync(next, { force: true });
      symlinkSync(`${colour}.sock`, next);
      // renaming takes the place of the old link in one step: there is no moment without one
      renameSync(next, link);
    },
    ask: (colour) => askAt({ socketPath: socketOf(home, colour) }),
    metrics: (colour) => figuresAt(metricsPortOf(installation, colour)),
    async keepAssets({ folder }) {
      const assets = join(web, 'assets');
      mkdirSync(assets, { recursive: true });
      // names carry a hash, so what is there already is the same
      cpSync(join(folder, 'web', 'dist', 'assets'), assets, { recursive: true, force: false });
    },
    workerRelease: () => releaseOf(WORKER),
    async replaceWorker(release) {
      await driver.stopWorker();
      const program = workerProgram(installation, release);
      launch(home, program);
      await untilAnswers(program, async () => {
        await figuresAt(env.WORKER_METRICS_PORT);
        return 200;
      });
    },
    stopWorker: () => end(home, WORKER, STOP_PATIENCE_MS),
    ensureGateway: (release) => ensureGateway(installation, release),
    migrate: (release, adminUrl) => runMigrations(installation, release, adminUrl),
  };
  return driver;
}

async function figuresAt(port: number): Promise<string> {
  const { status, body } = await askAt({ host: '127.0.0.1', port })('/metrics');
  if (status !== 200) throw new Error(`/metrics on port ${port} answers ${status}`);
  return body;
}

function linkTarget(link: string): string | undefined {
  try {
    return readlinkSync(link);
  } catch {
    return existsSync(link) ? 'no link' : undefined;
  }
}
