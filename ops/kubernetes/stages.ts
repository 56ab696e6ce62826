// The stages of a deploy in Kubernetes, in their order, and what takes each of them back. Backups
// are CloudNativePG's, so nothing is rehearsed on a copy; squawk has looked at what migrations do
// before the release was made.
import { untilReady, watch } from '../deploy/health.ts';
import { otherThan, type Release } from '../deploy/release.ts';
import { smoke, SMOKE_CHECKS } from '../deploy/smoke.ts';
import type { Stage } from '../deploy/stages.ts';
import type { ClusterDriver } from './driver.ts';

export type ClusterDeploy = Readonly<{
  driver: ClusterDriver;
  release: Release;
  watchSeconds: number;
}>;

export function clusterStages({ driver, release, watchSeconds }: ClusterDeploy): readonly Stage[] {
  const active = driver.active();
  const old = active !== undefined && driver.running(active) ? active : undefined;
  const young = otherThan(active);
  const oldWorker = driver.workerRelease();
  return [
    {
      name: 'ground',
      async run() {
        driver.ground(release);
        return 'settings, network and PostgreSQL are as this release says';
      },
    },
    {
      name: 'migrate',
      async run() {
        driver.migrate(release);
        return 'the database is on this release; the old one runs on it too';
      },
    },
    {
      name: 'start',
      async run() {
        await driver.start(young, release);
        return `${young} runs`;
      },
      undo: () => driver.stop(young),
    },
    { name: 'health', run: () => untilReady({ driver, release }, young) },
    {
      name: 'smoke tests',
      async run() {
        const problems = await smoke(driver.ask(young));
        if (problems.length > 0) throw new Error(problems.join('; '));
        return `${SMOKE_CHECKS} are right`;
      },
    },
    {
      name: 'switch',
      async run() {
        await driver.switchTo(young);
        return `requests go to ${young}`;
      },
      undo: () => driver.switchTo(old),
    },
    { name: 'watch', run: () => watch({ driver }, young, watchSeconds) },
    {
      name: 'worker',
      async run() {
        await driver.replaceWorker(release);
        return 'jobs are done by this release';
      },
      ...(oldWorker === undefined ? {} : { undo: () => driver.replaceWorker(oldWorker) }),
    },
    {
      // the last one: what was let go cannot be taken back
      name: 'drain',
      async run() {
        if (old === undefined) return 'there was none before';
        await driver.stop(old);
        return `${old} finished what it had`;
      },
    },
  ];
}
