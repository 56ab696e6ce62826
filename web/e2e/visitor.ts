import { AxeBuilder } from '@axe-core/playwright';
import { mkdir } from 'node:fs/promises';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import { chromiumPath } from './env.ts';

export const PASSWORD = 'daily-2026';
const shots = new URL('../test-results/', import.meta.url).pathname;

export function openBrowser() {
  return chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox', '--lang=vi'] });
}

export interface Visitor {
  page: Page;
  /** What the browser complained about since the visit began. */
  complaints: string[];
  signIn(role: string): Promise<void>;
  go(path: string): Promise<void>;
  shot(name: string): Promise<void>;
  /** Rules of accessibility that the page breaks. */
  axe(): Promise<string[]>;
  leave(): Promise<void>;
}

interface Look {
  isDark?: boolean;
  isPhone?: boolean;
}

/** A person at a browser of their own. */
export async function visitor(
  browser: Browser,
  url: string,
  { isDark = false, isPhone = false }: Look = {},
): Promise<Visitor> {
  const context = await browser.newContext({
    baseURL: url,
    locale: 'vi-VN',
    colorScheme: isDark ? 'dark' : 'light',
    reducedMotion: 'reduce',
    viewport: isPhone ? { width: 390, height: 844 } : { width: 1440, height: 900 },
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  return {
    page,
    complaints,
    async signIn(role) {
      await page.goto('/dang-nhap');
      await page.getByLabel('E-mail').fill(`${role}@sodaily.test`);
      await page.getByLabel('Mật khẩu', { exact: true }).fill(PASSWORD);
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { level: 1, name: 'Tổng quan' }).waitFor();
    },
    async go(path) {
      await page.goto(path);
      await page.getByRole('heading', { level: 1 }).waitFor();
      // Loaded: nothing says any more that it is busy.
      await page.waitForFunction(
        () => !document.querySelector('[aria-busy="true"], .MuiSkeleton-root'),
      );
    },
    async shot(name) {
      await mkdir(shots, { recursive: true });
      await page.screenshot({ path: `${shots}${name}.png`, animations: 'disabled' });
    },
    async axe() {
      const { violations } = await new AxeBuilder({ page }).analyze();
      return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160)}`);
    },
    leave: () => context.close(),
  };
}

/** "1.055.700 ₫" → 1055700n. */
export function dongOf(text: string | null) {
  return BigInt((text ?? '').replace('−', '-').replace(/[^\d-]/g, ''));
}
