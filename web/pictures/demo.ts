import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts } from '../../db/test/support/free_ports.ts';
import { repositoryRoot } from '../../db/tools/env.ts';

/** The demo of `npm start` on free ports, in a folder of its own that goes with it. */
export async function startDemo() {
  const folder = await mkdtemp(join(tmpdir(), 'sodaily-pictures-'));
  // PostgreSQL runs as another user when this one is root
  await chmod(folder, 0o755);
  const [port, embedded, metrics, workerMetrics] = await freePorts(4);
  const demo = spawn(process.execPath, ['scripts/start.ts'], {
    cwd: repositoryRoot,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      DATA_DIR: folder,
      PORT: String(port),
      EMBEDDED_PORT: String(embedded),
      METRICS_PORT: String(metrics),
      WORKER_METRICS_PORT: String(workerMetrics),
    },
  });
  async function stop() {
    if (demo.exitCode === null) {
      demo.kill('SIGINT');
      await once(demo, 'exit');
    }
    await rm(folder, { recursive: true, force: true });
  }
  try {
    await saysThatItRuns(demo);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: `http://localhost:${port}`, stop };
}

function saysThatItRuns(demo: ChildProcess) {
  return new Promise<void>((resolve, reject) => {
    let said = '';
    demo.stdout?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      if (said.includes('Ctrl-C stops all of it')) resolve();
    });
    demo.once('exit', (code) => reject(new Error(`The demo ended with code ${code}:\n${said}`)));
  });
}
