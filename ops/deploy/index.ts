// npm run deploy -- --home=/srv/so-dai-ly [--release=/srv/so-dai-ly/releases/0.3.0]
// npm run deploy -- --home=/srv/so-dai-ly --stop
// Puts a release in the place of the one that runs, without a lost request; whatever fails takes it
// back. The release is the folder of this script unless another one is named.
import { renameSync, rmSync, symlinkSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { startCluster } from '../../db/tools/embedded.ts';
import { repositoryRoot } from '../../db/tools/env.ts';
import { setUpBackup } from '../backup/tasks.ts';
import { foldersOf, homeOf, openInstallation, type Installation } from '../installation.ts';
import { note, runStages } from './deploy.ts';
import { driverOf } from './driver_of.ts';
import { takeTurn } from './lock.ts';
import type { Release } from './release.ts';
import { stagesOf } from './stages.ts';
import { stopAll } from './stop.ts';

try {
  const { values } = parseArgs({
    options: {
      home: { type: 'string' },
      release: { type: 'string' },
      stop: { type: 'boolean', default: false },
      // for a database that others back up; nothing is rehearsed then
      'without-backup': { type: 'boolean', default: false },
    },
  });
  const installation = await openInstallation(homeOf(values.home));
  if (values.stop) {
    await stopAll(installation);
    console.log('Everything is stopped; a deploy starts it again.');
  } else {
    await deploy(installation, values);
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}

type Options = Readonly<{ release?: string | undefined; 'without-backup': boolean }>;

async function deploy(installation: Installation, values: Options): Promise<void> {
  const folder = resolve(values.release ?? repositoryRoot);
  const release: Release = { name: basename(folder), folder };
  const hasBackup = !values['without-backup'];
  const giveBack = takeTurn(installation.home);
  try {
    if (hasBackup) await archiveOn(installation);
    const driver = driverOf(installation);
    const stages = stagesOf({ installation, driver, release, hasBackup });
    const outcome = await runStages(release.name, stages, console.log);
    note(installation.home, outcome);
    if (!outcome.isLive) {
      const kept = outcome.left.length === 0 ? 'Everything is as it was before.' : '';
      const left = outcome.left.map((line) => `Not taken back: ${line}`).join('\n');
      throw new Error(`${release.name} is not live. ${kept}${left}`);
    }
    pointTo(foldersOf(installation.home).current, folder);
    console.log(`${release.name} is live.`);
  } finally {
    giveBack();
  }
}

/** The link by which systemd finds the keeper of the release that is live. */
function pointTo(link: string, folder: string): void {
  const next = `${link}.next`;
  rmSync(next, { force: true });
  symlinkSync(folder, next);
  renameSync(next, link);
}

/** The embedded PostgreSQL is restarted for it once, before anything else runs. */
async function archiveOn(installation: Installation): Promise<void> {
  if (!(await setUpBackup(installation))) return;
  const { adminUrl, database, secrets } = installation;
  if (driverOf(installation).active() !== undefined)
    throw new Error(
      'PostgreSQL does not archive its log yet: restart it once (npm run backup -- setup), or say '
        + '--without-backup.',
    );
  const wish = {
    dataDir: database.DATA_DIR,
    adminPassword: secrets.admin,
    port: Number(new URL(adminUrl).port),
    binaries: database.POSTGRES_BINARIES,
  };
  (await startCluster(wish)).stop();
  await startCluster({ ...wish, isPortFixed: true });
}
