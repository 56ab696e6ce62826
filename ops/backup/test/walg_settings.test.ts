import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readWalgSettings } from '../walg_settings.ts';

const KEY = Buffer.alloc(32, 7);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sodaily-walg-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const reading = (settings: Record<string, string>) => () => {
  const lines = Object.entries(settings).map(([name, value]) => `${name}=${value}\n`);
  writeFileSync(join(folder, 'walg.env'), lines.join(''));
  return readWalgSettings(folder);
};
const BUCKET = { WALG_S3_PREFIX: 's3://backups/so-dai-ly', AWS_REGION: 'ap-southeast-1' };

describe('the settings of WAL-G', () => {
  test.each([
    ['base64', KEY.toString('base64')],
    ['hex', KEY.toString('hex')],
  ])('are taken with a bucket and a key in %s', (transform, key) => {
    const told = {
      ...BUCKET,
      WALG_LIBSODIUM_KEY: key,
      WALG_LIBSODIUM_KEY_TRANSFORM: transform,
    };

    expect(reading(told)()).toEqual(told);
  });

  test('of a bucket without a key are refused, with how to make one', () => {
    expect(reading(BUCKET)).toThrow(/WALG_LIBSODIUM_KEY is missing: .*openssl rand -base64 32/);
  });

  test('of a folder of this machine may do without', () => {
    expect(reading({ WALG_FILE_PREFIX: '/mnt/backups' })()).toEqual({
      WALG_FILE_PREFIX: '/mnt/backups',
    });
  });

  test.each([
    ['too short', KEY.subarray(16).toString('base64'), 'base64'],
    ['written down in another way', KEY.toString('base64'), 'hex'],
    ['of letters as they are, which WAL-G would cut', 'x'.repeat(32), 'none'],
  ])('with a key that is %s are refused, without the key', (_what, key, transform) => {
    const told = reading({
      ...BUCKET,
      WALG_LIBSODIUM_KEY: key,
      WALG_LIBSODIUM_KEY_TRANSFORM: transform,
    });

    expect(told).toThrow('WALG_LIBSODIUM_KEY');
    expect(told).not.toThrow(key);
  });

  test.each([
    ['nowhere', {}],
    ['in two places', { ...BUCKET, WALG_FILE_PREFIX: '/mnt/backups' }],
    ['where no bucket is', { WALG_S3_PREFIX: 'backups/so-dai-ly' }],
  ])('that keep backups %s are refused', (_where, settings) => {
    expect(reading(settings)).toThrow(/WALG_S3_PREFIX/);
  });

  test('that are not there are named', () => {
    expect(() => readWalgSettings(folder)).toThrow(/walg\.env is missing/);
  });
});
