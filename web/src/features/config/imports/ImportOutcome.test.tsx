import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { ImportStateFragment } from '../../../gql/graphql.ts';
import { businessToday, formatDate } from '../../../lib/format.ts';
import { addDays } from '../../../lib/typed_date.ts';
import { show } from '../../../test_render.tsx';
import { ImportOutcome } from './ImportOutcome.tsx';
import './texts/index.ts';

const open = (summary: Record<string, string>) => show(
  <ImportOutcome isOwn onChanged={() => undefined} file={{
    id: '1', what: 'opening_stock', status: 'checked', faultCount: '0', rowCount: '2', summary, kind: { nameVi: 'Tồn đầu kỳ', nameEn: 'Opening stock' },
  } as unknown as ImportStateFragment} />);

describe('a file that is about to be booked', () => {
  it('says in amber how far back its earliest row goes, on the page and in the question', async () => {
    const day = addDays(businessToday(), -10);
    const { user } = open({ items: '2', first_day: day });
    expect(screen.getByTestId('back-dating')).toHaveTextContent(`Lùi ngày 10 ngày: ${formatDate(day)}`);
    await user.click(screen.getByRole('button', { name: 'Ghi vào sổ' }));
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByTestId('back-dating')).toHaveTextContent(`Lùi ngày 10 ngày: ${formatDate(day)}`);
    expect(dialog.getByTestId('back-dating')).toHaveTextContent('Dòng sớm nhất của tệp ghi vào sổ của ngày này.');
  });

  it('says nothing of days when all its rows are of today', () => {
    open({ items: '2', first_day: businessToday() });
    expect(screen.queryByTestId('back-dating')).toBeNull();
  });
});
