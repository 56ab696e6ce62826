// Scripts and styles of the page go out as small as the build made them.
import { get, type IncomingHttpHeaders } from 'node:http';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compressAssets } from '../../scripts/compress_assets.ts';
import { testServer, type TestServer } from './support/server.ts';

const SCRIPT = 'export const words = "phiếu xuất kho";\n'.repeat(200);

let server: TestServer;
let web: string;
let compressedFiles: number;
beforeAll(async () => {
  web = await mkdtemp(join(tmpdir(), 'sodaily-web-'));
  const assets = join(web, 'assets');
  await mkdir(assets);
  await writeFile(join(web, 'index.html'), '<!doctype html><title>Sổ Đại Lý</title>');
  await writeFile(join(assets, 'index-1a2b3c.js'), SCRIPT);
  await writeFile(join(assets, 'small-1a2b3c.js'), 'export {};');
  await writeFile(join(assets, 'inter-1a2b3c.woff2'), Buffer.alloc(5_000));
  compressedFiles = compressAssets(assets);
  server = await testServer('classic', { WEB_DIST: web });
});
afterAll(async () => {
  await server.close();
  await rm(web, { recursive: true });
});

type Answer = Readonly<{ status: number; headers: IncomingHttpHeaders; body: Buffer }>;

/** As the bytes come: fetch would unpack them. */
function send(path: string, headers: Record<string, string>, method = 'GET'): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const request = get(server.url + path, { headers, method }, (response) => {
    const chunks: Buffer[] = [];
    response.on('data', (chunk: Buffer) => chunks.push(chunk));
    response.on('end', () =>
      resolve({
        status: response.statusCode ?? 0,
        headers: response.headers,
        body: Buffer.concat(chunks),
      }),
    );
  });
  request.on('error', reject);
  return promise;
}
const script = (acceptEncoding: string) =>
  send('/assets/index-1a2b3c.js', { 'Accept-Encoding': acceptEncoding });

test('the build compresses texts that get smaller by it, and no font', () => {
  expect(compressedFiles).toBe(1);
});

describe('a script of the page', () => {
  test.each([
    ['gzip, deflate, br', 'br', brotliDecompressSync],
    ['gzip, deflate', 'gzip', gunzipSync],
    ['br;q=0, gzip', 'gzip', gunzipSync],
  ])('goes to a browser that takes "%s" as %s', async (accepted, encoding, unpack) => {
    const answer = await script(accepted);

    expect(answer.status).toBe(200);
    expect(answer.headers).toMatchObject({
      'content-encoding': encoding,
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
    });
    expect(answer.headers.vary).toContain('Accept-Encoding');
    expect(answer.body.length).toBeLessThan(SCRIPT.length / 10);
    expect(unpack(answer.body).toString()).toBe(SCRIPT);
  });

  test('goes as it is to whoever takes nothing else, and caches know the difference', async () => {
    const answer = await script('identity');

    expect(answer.headers['content-encoding']).toBeUndefined();
    expect(answer.headers.vary).toContain('Accept-Encoding');
    expect(answer.body.toString()).toBe(SCRIPT);
  });

  test('that is small goes as it is: it would arrive no sooner', async () => {
    const answer = await send('/assets/small-1a2b3c.js', { 'Accept-Encoding': 'br' });

    expect(answer.headers['content-encoding']).toBeUndefined();
    expect(answer.body.toString()).toBe('export {};');
  });
});

describe('an error about a compressed file is readable', () => {
  test.each([
    ['a piece that is not there', 'GET', { Range: 'bytes=900000-' }],
    ['a method that is not', 'POST', { 'X-Sodaily-CSRF': '1' }],
  ])('%s', async (_what, method, headers) => {
    const answer = await send(
      '/assets/index-1a2b3c.js',
      { 'Accept-Encoding': 'br', ...headers },
      method,
    );

    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.headers['content-encoding']).toBeUndefined();
    expect(JSON.parse(answer.body.toString())).toHaveProperty('code');
  });
});
