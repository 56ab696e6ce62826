import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSystem } from '../../db/test/support/system.ts';
import type { TestSystem } from '../../db/test/support/system.ts';
import { inspect } from './looks.ts';
import { openBrowser, visitor } from './visitor.ts';

let system: TestSystem;
let browser: Browser;

beforeAll(async () => {
  [system, browser] = await Promise.all([startSystem(), openBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await system?.close();
});

describe('the queue by keyboard', () => {
  it('postpones the oldest request, takes it back, and confirms one that stock and limit allow', async () => {
    const manager = await visitor(browser, system.url);
    await manager.signIn('manager');
    await manager.go('/cho-duyet?viec=requests');
    const { page } = manager;
    const list = page.getByRole('list', { name: 'Yêu cầu đặt hàng' });
    await list.waitFor();
    const rows = await list.locator('> li').count();
    await page.keyboard.press('h');
    await page.getByLabel('Lý do').fill('Chờ xe');
    await page.keyboard.press('Control+Enter');
    await list.getByText(/^Đã hoãn YC-/).waitFor();
    expect(await list.locator('> li').count()).toBe(rows);
    await page.keyboard.press('z');
    await list.getByText(/^Đã hoãn YC-/).waitFor({ state: 'detached' });

    const ready = list.locator('> li', { hasText: 'Đủ hàng' }).filter({ hasText: 'Hạn mức còn' });
    await ready.first().click();
    await page.keyboard.press('c');
    await list.getByText(/đã xác nhận, phiếu PX-/).waitFor();
    expect(manager.complaints).toEqual([]);
    await manager.leave();
  });

  it('on a phone asks before it confirms, and shows what is short in a sheet', async () => {
    const manager = await visitor(browser, system.url, { isPhone: true });
    await manager.signIn('manager');
    await manager.go('/cho-duyet?viec=requests');
    const list = manager.page.getByRole('list', { name: 'Yêu cầu đặt hàng' });
    await list.waitFor();
    await list.getByRole('button', { name: 'Từ chối' }).first().click();
    await manager.page.getByLabel('Lý do').waitFor();
    await inspect(manager, 'queue-phone-reason');
    await manager.page.keyboard.press('Escape');
    expect(manager.complaints).toEqual([]);
    await manager.leave();
  });
});
