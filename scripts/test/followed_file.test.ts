// A file that is followed says what stands in it, also while the process runs.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { followFile } from '../../platform/followed_file.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sodaily-followed-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const written = (name: string, word: string): string => {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify({ word }));
  return path;
};
const wordIn = (text: string): string => (JSON.parse(text) as { word: string }).word;

test('what is saved counts at once', () => {
  const path = written('at_once.json', 'Đã ghi sổ');
  const file = followFile(path, wordIn);
  expect(file.current()).toBe('Đã ghi sổ');

  written('at_once.json', 'Đã xác nhận');

  expect(file.current()).toBe('Đã xác nhận');
});

test('a file that is asked very often is looked at now and then', async () => {
  const path = written('often.json', 'Nháp');
  const file = followFile(path, wordIn, 200);
  file.current();
  written('often.json', 'Bản nháp');

  expect(file.current()).toBe('Nháp');
  await pause(250);
  expect(file.current()).toBe('Bản nháp');
});

test('half a file changes nothing', () => {
  const path = written('half.json', 'Thùng');
  const file = followFile(path, wordIn);

  writeFileSync(path, '{"word": "Th');

  expect(file.current()).toBe('Thùng');
});
