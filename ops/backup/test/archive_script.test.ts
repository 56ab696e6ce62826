// archive.sh as PostgreSQL calls it: what is safe, what is not there, and what is damaged.
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const FIRST = '000000010000000000000001';
const SECOND = '000000010000000000000002';

let folder: string;
const at = (name: string): string => join(folder, name);
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sodaily-archive-'));
  mkdirSync(at('wal'));
  copyFileSync(join(import.meta.dirname, '..', 'archive.sh'), at('archive.sh'));
  chmodSync(at('archive.sh'), 0o755);
  writeFileSync(at('archive.conf'), `ARCHIVE_DRIVER=files\nARCHIVE_FOLDER='${folder}'\n`);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function call(...args: string[]): { code: number | null; said: string } {
  const { status, stderr } = spawnSync(at('archive.sh'), args, { cwd: folder, encoding: 'utf8' });
  return { code: status, said: stderr };
}
function segment(name: string): string {
  writeFileSync(at(name), randomBytes(100_000));
  return name;
}

describe('a file of the log', () => {
  test('comes back as it went', () => {
    expect(call('push', segment('one'), FIRST).code).toBe(0);
    expect(call('fetch', FIRST, 'back').code).toBe(0);

    expect(readFileSync(at('back')).equals(readFileSync(at('one')))).toBe(true);
  });

  test('may be sent again after a crash, with the same content only', () => {
    call('push', segment('one'), FIRST);

    expect(call('push', 'one', FIRST).code).toBe(0);
    const other = call('push', segment('other'), FIRST);
    expect(other.code).not.toBe(0);
    expect(other.said).toContain('another content');
    call('fetch', FIRST, 'back');
    expect(readFileSync(at('back')).equals(readFileSync(at('one')))).toBe(true);
  });

  test('that is not there ends a recovery in good order', () => {
    expect(call('fetch', SECOND, 'back')).toEqual({ code: 1, said: '' });
  });

  test('that is cut off stops a recovery: it is not the end', () => {
    call('push', segment('one'), FIRST);
    truncateSync(at(`wal/${FIRST}.gz`), 5_000);

    const fetched = call('fetch', FIRST, 'back');
    expect(fetched.code).toBeGreaterThan(125);
    expect(fetched.said).toContain(`${FIRST} is damaged`);
    expect(existsSync(at('back'))).toBe(false);
  });

  test('that cannot be written is told, and leaves nothing half', () => {
    expect(call('push', 'nowhere', FIRST).code).not.toBe(0);

    expect(spawnSync('ls', [at('wal')], { encoding: 'utf8' }).stdout).toBe('');
  });
});

describe('a call that is not understood', () => {
  test.each([
    ['nothing', []],
    ['another verb', ['pull', 'a', 'b']],
    ['too little', ['push', 'a']],
  ])('stops PostgreSQL rather than losing a file: %s', (_what, args) => {
    expect(call(...args).code).toBeGreaterThan(125);
  });

  test('so does an archive that nobody knows', () => {
    writeFileSync(at('archive.conf'), 'ARCHIVE_DRIVER=tape\n');

    expect(call('push', segment('one'), FIRST).said).toContain('not tape');
  });
});

describe('WAL-G', () => {
  test('is asked as its manual says, with its settings', () => {
    const walg = at('wal-g');
    writeFileSync(walg, `#!/bin/sh\necho "$WALG_S3_PREFIX: $*" >>'${at('asked')}'\n`);
    chmodSync(walg, 0o755);
    writeFileSync(at('walg.env'), 'WALG_S3_PREFIX=s3://backups/so-dai-ly\n');
    writeFileSync(
      at('archive.conf'),
      `ARCHIVE_DRIVER=walg\nset -a\n. '${at('walg.env')}'\nset +a\nPATH='${folder}':$PATH\n`,
    );

    expect(call('push', 'pg_wal/one', FIRST).code).toBe(0);
    expect(call('fetch', FIRST, 'back').code).toBe(0);
    expect(readFileSync(at('asked'), 'utf8')).toBe(
      's3://backups/so-dai-ly: wal-push pg_wal/one\n'
        + `s3://backups/so-dai-ly: wal-fetch ${FIRST} back\n`,
    );
  });
});
