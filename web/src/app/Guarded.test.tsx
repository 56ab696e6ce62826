import { screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { paths } from '../lib/paths.ts';
import { salesSession, show } from '../test_render.tsx';
import { mayOpen } from './rights.ts';
import type { PageName } from './rights.ts';
import { pageRoutes } from './routes.tsx';

const session = (scopes: string[], roles = ['sales']) => ({
  user: { ...salesSession.user, scopes, roles },
});
const may = (page: PageName, scopes: string[], roles?: string[]) => {
  const { user } = session(scopes, roles);
  return mayOpen(page, { user, can: (scope) => scopes.includes(scope) });
};

/** The page as its route shows it. */
async function open(page: PageName, who: ReturnType<typeof session>) {
  const route = pageRoutes.find(({ path }) => path === paths[page]);
  const { Component } =
    typeof route?.lazy === 'function' ? await route.lazy() : { Component: undefined };
  if (!Component) throw new Error(`${page} has no route`);
  return show(<Component />, { address: paths[page], session: who });
}

describe('a page', () => {
  it.each<[PageName, string[], string[]]>([
    ['newPayment', ['finance:read'], ['accountant']],
    ['newRefund', ['finance:read'], ['sales']],
    ['newAdjustment', [], ['sales']],
    ['newIssue', ['inventory:read'], ['warehouse']],
    ['newReceipt', ['inventory:read'], ['sales']],
    ['newItem', ['inventory:read'], ['sales']],
    ['newAgency', ['agency:read'], ['sales']],
    ['stockCatalog', ['inventory:read'], ['agency']],
    ['regulations', [], ['sales']],
    ['users', [], ['sales']],
    ['changes', [], ['sales']],
    ['invariants', [], ['sales']],
  ])('%s says so to whoever may not open it, and asks the server nothing', async (page, ...who) => {
    const { sent } = await open(page, session(...who));
    expect(await screen.findByText('Tài khoản của bạn không mở được trang này.')).toBeVisible();
    expect(screen.getByRole('link', { name: 'Về trang tổng quan' })).toBeVisible();
    expect(sent).toEqual([]);
  });

  it('opens for whoever has one of its scopes', async () => {
    await open('newPayment', session(['finance:write']));
    expect(await screen.findByRole('button', { name: 'Lập phiếu thu' })).toBeVisible();
  });
});

describe('the right of a page', () => {
  it('lets agencies ask for goods, and keeps them from the stock of the distributor', () => {
    expect(may('newIssue', [], ['agency'])).toBe(true);
    expect(may('newIssue', [])).toBe(false);
    expect(may('receipts', ['inventory:read'], ['agency'])).toBe(false);
    expect(may('receipts', ['inventory:read'])).toBe(true);
  });

  it('is asked of everybody alike where it names none', () => {
    expect(may('issues', [])).toBe(true);
    expect(may('account', [], ['agency'])).toBe(true);
  });
});
