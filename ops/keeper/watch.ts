// Starts again what has ended although it is wanted: the server that requests go to, the worker,
// nginx. While a release is deployed the other colour is the deploy's business alone. Containers
// are started again by Docker.
import type { Installation } from '../installation.ts';
import { reviveGateway } from '../deploy/gateway.ts';
import { driverOf } from '../deploy/driver_of.ts';
import { isAlive, launch, noteOf } from '../deploy/processes.ts';
import { processDriver } from '../deploy/process_driver.ts';
import { monitoringPrograms } from '../monitoring/programs.ts';
import { serverProgram, WORKER, workerProgram } from '../deploy/programs.ts';

/** Names of what is wanted, and whether it lives. */
export function livesOf(installation: Installation): Record<string, boolean> {
  if (installation.env.DEPLOY_DRIVER === 'compose') return livesOfContainers(installation);
  const active = processDriver(installation).active();
  const lives: Record<string, boolean> = {};
  for (const name of [active, WORKER]) {
    const note = name === undefined ? undefined : noteOf(installation.home, name);
    if (name !== undefined && note) lives[name === WORKER ? WORKER : 'server'] = isAlive(note);
  }
  return lives;
}

function livesOfContainers(installation: Installation): Record<string, boolean> {
  const driver = driverOf(installation);
  const active = driver.active();
  if (active === undefined) return {};
  return {
    server: driver.running(active) !== undefined,
    [WORKER]: driver.workerRelease() !== undefined,
  };
}

/** Starts what died; returns the names of what it started. */
export async function revive(installation: Installation): Promise<string[]> {
  const { home } = installation;
  if (installation.env.DEPLOY_DRIVER === 'compose') return [];
  const active = processDriver(installation).active();
  const started: string[] = [];
  const server = active && noteOf(home, active);
  if (active && server && !isAlive(server)) {
    launch(home, serverProgram(installation, active, server.release));
    started.push('server');
  }
  const worker = noteOf(home, WORKER);
  if (worker && !isAlive(worker)) {
    launch(home, workerProgram(installation, worker.release));
    started.push(WORKER);
  }
  for (const program of monitoringPrograms(installation)) {
    const watching = noteOf(home, program.name);
    if (!watching || isAlive(watching)) continue;
    launch(home, program);
    started.push(program.name);
  }
  if (server && (await reviveGateway(installation))) started.push('nginx');
  return started;
}
