// Deploys with plain processes of this machine: servers on Unix sockets, and a link that says
// which of them is asked.
import { setTimeout as pause } from 'node:timers/promises';
import type { Installation } from '../installation.ts';
import { activeColour, pointTo } from './active_link.ts';
import { askAt, figuresAt } from './ask.ts';
import type { Driver } from './driver.ts';
import { ensureGateway } from './gateway.ts';
import { runMigrations } from './migrations.ts';
import { keepPageFiles } from './page_files.ts';
import { end, isAlive, lastLines, launch, noteOf, type Program } from './processes.ts';
import {
  metricsPortOf,
  serverProgram,
  socketOf,
  STOP_PATIENCE_MS,
  WORKER,
  workerProgram,
} from './programs.ts';
import type { Release } from './release.ts';

const START_MS = 60_000;

export function processDriver(installation: Installation): Driver {
  const { home, env } = installation;

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
    active: () => activeColour(home),
    running: (colour) => releaseOf(colour),
    async start(colour, release) {
      await end(home, colour, STOP_PATIENCE_MS);
      const program = serverProgram(installation, colour, release);
      launch(home, program);
      const ask = driver.ask(colour);
      await untilAnswers(program, async () => (await ask('/healthz')).status);
    },
    stop: (colour) => end(home, colour, STOP_PATIENCE_MS),
    switchTo: async (colour) => pointTo(home, colour),
    ask: (colour) => askAt({ socketPath: socketOf(home, colour) }),
    metrics: (colour) => figuresAt(metricsPortOf(installation, colour)),
    keepAssets: async (release) => keepPageFiles(home, release),
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
