import { render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { i18n } from '../lib/i18n.ts';
import { AppTheme } from './AppTheme.tsx';
import { ConfirmDialog } from './ConfirmDialog.tsx';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-29T03:00:00Z') });
});
afterEach(async () => {
  vi.useRealTimers();
  await i18n.changeLanguage('vi');
});

function ask(day: string) {
  render(
    <AppTheme>
      <ConfirmDialog
        title="Lập phiếu thu"
        day={{ label: 'Ngày thu', value: day }}
        verb="Lập phiếu"
        isBusy={false}
        onConfirm={() => undefined}
        onClose={() => undefined}
      />
    </AppTheme>,
  );
  return screen.getByRole('dialog', { name: 'Lập phiếu thu' });
}

describe('the question before a document is booked', () => {
  it('always shows its day', () => {
    expect(ask('2026-11-29')).toHaveTextContent('Ngày thu29/11/2026');
    expect(screen.queryByTestId('back-dating')).toBeNull();
  });

  it('says in amber that it goes back, how far and to which day', () => {
    ask('2026-10-15');
    expect(screen.getByTestId('back-dating')).toHaveTextContent('Lùi ngày 45 ngày: 15/10/2026');
    expect(screen.getByTestId('back-dating')).toHaveTextContent(
      'Phiếu ghi vào sổ của ngày này, không phải hôm nay.',
    );
  });

  it.each([
    ['2026-11-28', 'Back-dated 1 day: 28/11/2026'],
    ['2026-10-15', 'Back-dated 45 days: 15/10/2026'],
  ])('speaks English of %s', async (day, text) => {
    await i18n.changeLanguage('en');
    ask(day);
    expect(screen.getByTestId('back-dating')).toHaveTextContent(text);
  });
});
