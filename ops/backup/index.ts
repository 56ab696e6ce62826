// npm run backup -- <command> --home=/srv/so-dai-ly
//   setup                                  PostgreSQL hands its log to the archive from now on
//   base                                   a base backup and a dump, now
//   drill                                  restores the newest beside, proves it, deletes it
//   restore --into=/path [--until=<time>]  a running copy of that moment, which stays
//   status                                 what was made, and how it ended
//   report                                 the page of recovery: what drills reached (RTO, RPO)
import { parseArgs } from 'node:util';
import { homeOf, openInstallation, type Installation } from '../installation.ts';
import { historyOf } from './history.ts';
import { placesOf } from './places.ts';
import { writeRecoveryPage } from './report.ts';
import { restore } from './restore.ts';
import { backUp, historyFileOf, proveBackup, setUpBackup } from './tasks.ts';

type Options = Readonly<{ into?: string | undefined; until?: string | undefined }>;

const COMMANDS: Readonly<Record<string, (on: Installation, options: Options) => Promise<string>>> =
  {
    async setup(installation) {
      return (await setUpBackup(installation))
        ? 'Restart PostgreSQL once: it reads archive_mode at its start.'
        : 'PostgreSQL hands its log to the archive.';
    },
    base: async (installation) => `${await backUp(installation)} was made.`,
    async drill(installation) {
      const { base, rtoSeconds, rpoSeconds, compared } = await proveBackup(installation);
      return (
        `${base} is good: restored in ${rtoSeconds.toFixed(1)} s (RTO), `
        + `${rpoSeconds.toFixed(1)} s of work not yet archived (RPO), every invariant holds, `
        + `${compared} figures are the same.`
      );
    },
    async restore(installation, { into, until }) {
      if (into === undefined) throw new Error('Say where: --into=/path');
      const moment = until === undefined ? undefined : new Date(until);
      if (moment !== undefined && Number.isNaN(moment.getTime()))
        throw new Error(`--until=${until} is no time; write it as 2026-11-30T12:00:05+07:00.`);
      const { archive, script } = await placesOf(installation);
      const copy = await restore(archive, {
        into,
        script,
        adminPassword: decodeURIComponent(new URL(installation.adminUrl).password),
        port: installation.env.COPY_PORT,
        binaries: installation.database.POSTGRES_BINARIES,
        ...(moment === undefined ? {} : { until: moment }),
      });
      const { port } = new URL(copy.adminUrl);
      return (
        `The books of ${until ?? 'the end of the archive'} run on port ${port}, with the same `
        + `passwords; restored in ${copy.seconds.toFixed(1)} s. Its files are in ${into}.`
      );
    },
    report: async (installation) => writeRecoveryPage(historyFileOf(installation)),
    async status(installation) {
      const lines = historyOf(historyFileOf(installation)).map(
        ({ at, kind, isGood, seconds, said }) =>
          [at, kind.padEnd(5), isGood ? 'good  ' : 'FAILED', `${seconds.toFixed(1)} s`, said].join(
            '  ',
          ),
      );
      return lines.length === 0 ? 'There is no backup yet.' : lines.slice(-20).join('\n');
    },
  };

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      home: { type: 'string' },
      into: { type: 'string' },
      until: { type: 'string' },
    },
  });
  const command = COMMANDS[positionals[0] ?? ''];
  if (!command) throw new Error(`Say what to do: ${Object.keys(COMMANDS).join(', ')}.`);
  const installation = await openInstallation(homeOf(values.home));
  console.log(await command(installation, values));
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
