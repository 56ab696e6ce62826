// npm run pictures: the pictures of the READMEs, of the demo as it is now, into docs/pictures.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { repositoryRoot } from '../../db/tools/env.ts';
import { openBrowser, visitor } from '../e2e/visitor.ts';
import { startDemo } from './demo.ts';
import { shots } from './shots.ts';

const folder = join(repositoryRoot, 'docs', 'pictures');
const LARGEST = 150_000;

await mkdir(folder, { recursive: true });
const demo = await startDemo();
const browser = await openBrowser();
try {
  for (const shot of shots) await take(browser, shot);
} finally {
  await browser.close();
  await demo.stop();
}

async function take(from: Browser, { name, role, open, ...look }: (typeof shots)[number]) {
  const guest = await visitor(from, demo.url, look);
  await guest.signIn(role);
  await open(guest);
  // parts and fonts that come a moment later
  await guest.page.waitForLoadState('networkidle');
  await guest.page.evaluate(async () => void (await document.fonts.ready));
  const picture = await webp(guest.page);
  await guest.leave();
  if (picture.length > LARGEST)
    throw new Error(`${name} has ${picture.length} bytes, more than ${LARGEST}.`);
  await writeFile(join(folder, `${name}.webp`), picture);
  console.log(`${name}.webp ${Math.round(picture.length / 1000)} kB`);
}

/** Playwright writes PNG and JPEG only; the browser itself writes the smaller WebP. */
async function webp(page: Page) {
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: 85 });
  return Buffer.from(data, 'base64');
}
