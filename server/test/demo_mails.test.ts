import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testServer, type TestServer } from './support/server.ts';

let folder: string;
let server: TestServer;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sodaily-mails-'));
  server = await testServer('classic', { MAIL_DIR: folder });
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

const mail = (subject: string, text: string) =>
  [
    'From: so@example.com',
    'To: lan@example.com',
    `Subject: =?UTF-8?B?${Buffer.from(subject).toString('base64')}?=`,
    'Date: Wed, 25 Nov 2026 01:00:00 +0000',
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: base64',
    '',
    Buffer.from(text).toString('base64'),
    '',
  ].join('\r\n');

describe('the mails of a demo', () => {
  test('are none at first, then listed and shown, with links to press and nothing of them run', async () => {
    expect((await server.visitor().get('/demo/mails')).body).toContain('Chưa có thư nào');

    await writeFile(
      join(folder, '_one_.eml'),
      mail(
        'Đặt lại <b>mật khẩu</b>',
        'Mở http://localhost:3000/dat-mat-khau#abc\n<script>alert(1)</script>',
      ),
    );
    await writeFile(join(folder, 'notes.txt'), 'not a mail');

    const list = (await server.visitor().get('/demo/mails')).body as string;
    expect(list).toContain(
      '<a href="/demo/mails/_one_.eml">Đặt lại &lt;b&gt;mật khẩu&lt;/b&gt;</a>',
    );
    expect(list).toContain('lan@example.com');
    expect(list).not.toContain('notes.txt');
    const shown = (await server.visitor().get('/demo/mails/_one_.eml')).body as string;
    expect(shown).toContain('<a href="http://localhost:3000/dat-mat-khau#abc">');
    expect(shown).not.toContain('<script>');
  });

  test.each([
    '/demo/mails/notes.txt',
    '/demo/mails/..%2f..%2fetc%2fpasswd',
    '/demo/mails/none.eml',
    '/demo/other',
  ])('do not lead anywhere else: %s', async (path) => {
    expect((await server.visitor().get(path)).status).toBe(404);
  });

  test('are nowhere outside demo mode', async () => {
    const real = await testServer('classic', {
      MAIL_DIR: folder,
      DEMO: 'false',
      COOKIE_SECURE: 'true',
    });
    expect((await real.visitor().get('/demo/mails')).status).toBe(404);
    expect((await real.visitor().get('/demo/mails/_one_.eml')).status).toBe(404);
    await real.close();
  });
});
