// Backups as plain files of a folder: wal/ holds the log, base/<label>/ a base backup each.
import { createReadStream } from 'node:fs';
import { copyFile, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { Writable } from 'node:stream';
import { z } from 'zod';
import type { Archive, Base } from './archive.ts';
import { clientProgram, connectionOf, run } from './programs.ts';
import type { Source } from './source.ts';
import { placeOf, sequence } from './wal_files.ts';

const shape = z.object({
  label: z.string(),
  startedAt: z.string(),
  endedAt: z.string(),
  startSegment: z.string(),
  bytes: z.number(),
  version: z.number(),
});

export function fileArchive(folder: string, source: Source): Archive {
  const bases = join(folder, 'base');
  const wal = join(folder, 'wal');

  async function known(): Promise<readonly Base[]> {
    const labels = await readdir(bases).catch(() => []);
    const complete = labels.filter((label) => !label.endsWith('.unfinished')).toSorted();
    return Promise.all(
      complete.map(async (label) =>
        shape.parse(JSON.parse(await readFile(join(bases, label, 'base.json'), 'utf8'))),
      ),
    );
  }

  async function log(): Promise<readonly string[]> {
    const names = await readdir(wal).catch(() => []);
    return names.filter((name) => name.endsWith('.gz')).map((name) => name.slice(0, -'.gz'.length));
  }

  return {
    name: 'files',
    conf: `ARCHIVE_DRIVER=files\nARCHIVE_FOLDER='${folder}'\n`,
    bases: known,
    base: () => makeBase(bases, source),
    unpack: (base, to) => unpack(join(bases, base.label), base, to),
    async problems({ startSegment }) {
      const { files, gaps } = sequence(await log(), startSegment);
      const damaged = [];
      for (const name of files)
        if (!(await isWhole(join(wal, `${name}.gz`)))) damaged.push(`${name} is damaged`);
      return [...gaps, ...damaged];
    },
    async expire(keep) {
      const all = await known();
      const kept = all.slice(-keep);
      for (const { label } of all.slice(0, all.length - kept.length))
        await rm(join(bases, label), { recursive: true });
      const first = placeOf(kept[0]?.startSegment ?? '');
      if (first === undefined) return;
      for (const name of await log())
        if ((placeOf(name) ?? first) < first) await rm(join(wal, `${name}.gz`));
    },
  };
}

/** pg_basebackup waits until the log that the copy needs is in the archive. */
async function makeBase(bases: string, source: Source): Promise<Base> {
  const startedAt = new Date();
  const label = `base-${startedAt.toISOString().replaceAll(/[-:]|\.\d+/g, '')}`;
  const unfinished = join(bases, `${label}.unfinished`);
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { recursive: true, mode: 0o700 });
  await run(
    clientProgram(source.version, 'pg_basebackup'),
    [
      `--pgdata=${unfinished}`,
      '--format=tar',
      '--gzip',
      '--wal-method=none',
      '--checkpoint=fast',
      `--label=${label}`,
      '--manifest-checksums=SHA256',
      '--no-password',
    ],
    connectionOf(source.adminUrl),
  );
  const tar = join(unfinished, 'base.tar.gz');
  const told = await run('tar', ['-xzOf', tar, 'backup_label']);
  const startSegment = /^START WAL LOCATION: \S+ \(file ([0-9A-F]{24})\)$/m.exec(told)?.[1];
  if (startSegment === undefined) throw new Error(`${tar} does not say where its log begins.`);
  const base: Base = {
    label,
    startedAt: startedAt.toISOString(),
    endedAt: new Date().toISOString(),
    startSegment,
    bytes: (await stat(tar)).size,
    version: source.version,
  };
  await writeFile(join(unfinished, 'base.json'), JSON.stringify(base));
  // complete from here on: a stop in the middle leaves a folder that nobody reads
  await rename(unfinished, join(bases, label));
  return base;
}

async function unpack(from: string, { label, version }: Base, to: string): Promise<void> {
  try {
    await run('tar', ['-xzf', join(from, 'base.tar.gz'), '-C', to]);
    await copyFile(join(from, 'backup_manifest'), join(to, 'backup_manifest'));
    await run(clientProgram(version, 'pg_verifybackup'), ['--no-parse-wal', '--quiet', to]);
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    throw new Error(`The base backup ${label} is damaged or not whole. ${said}`, { cause: error });
  }
}

/** Whether a file can be unpacked to its end; gzip keeps a checksum of the whole. */
async function isWhole(path: string): Promise<boolean> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  try {
    await pipeline(createReadStream(path), createGunzip(), nowhere);
    return true;
  } catch {
    return false;
  }
}
