import { screen, waitFor } from '@testing-library/react';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { show } from '../test_render.tsx';
import type { Answers } from '../test_render.tsx';
import { PrintButton } from './PrintButton.tsx';

const tab = {
  document: { title: '' },
  location: { replace: vi.fn<(url: string) => void>() },
  close: vi.fn<() => void>(),
};
beforeEach(() => {
  vi.spyOn(window, 'open').mockReturnValue(tab as unknown as Window);
});
afterEach(() => {
  vi.restoreAllMocks();
  tab.location.replace.mockReset();
  tab.close.mockReset();
  window.localStorage.clear();
});
beforeAll(() => window.localStorage.clear());

const job = (status: string, problem: string | null = null) => ({
  export: {
    __typename: 'Export',
    id: '7',
    format: 'pdf',
    rowCount: null,
    longJob: {
      __typename: 'LongJob',
      id: '9',
      status,
      doneCount: '0',
      totalCount: null,
      problem,
    },
  },
});
const open = (answers: Answers) =>
  show(<PrintButton what="issue_slip" parameters={{ id: '75' }} />, {
    answers: {
      StartExport: () => ({
        startExport: { __typename: 'P', export: { __typename: 'Export', id: '7' } },
      }),
      ...answers,
    },
  });

describe('printing', () => {
  it('shows the paper in a tab that was opened at the click, as soon as it is made', async () => {
    const { user, sent } = open({ ExportWatch: (_, call) => job(call === 0 ? 'running' : 'done') });
    await user.click(screen.getByRole('button', { name: 'In' }));
    expect(window.open).toHaveBeenCalledOnce();
    await waitFor(() =>
      expect(tab.location.replace).toHaveBeenCalledWith('/api/v1/exports/7?view'),
    );
    expect(
      sent.find(({ operation }) => operation === 'StartExport')?.variables['input'],
    ).toMatchObject({
      what: 'issue_slip',
      format: 'pdf',
      parameters: { id: '75', paper: 'A5', language: 'vi' },
    });
  });

  it('remembers the size of paper of this desk', async () => {
    const { user, sent } = open({ ExportWatch: () => job('done') });
    await user.click(screen.getByRole('button', { name: 'Chọn khổ giấy' }));
    await user.click(screen.getByRole('menuitem', { name: 'Khổ A4' }));
    await waitFor(() => expect(tab.location.replace).toHaveBeenCalledOnce());
    await user.click(screen.getByRole('button', { name: 'In' }));
    await waitFor(() => expect(tab.location.replace).toHaveBeenCalledTimes(2));
    expect(
      sent
        .filter(({ operation }) => operation === 'StartExport')
        .map(({ variables }) => (variables['input'] as { parameters: object }).parameters),
    ).toMatchObject([{ paper: 'A4' }, { paper: 'A4' }]);
  });

  it('closes the tab again and says why when there is no paper', async () => {
    const { user } = open({ ExportWatch: () => job('failed', 'NOT_FOUND') });
    await user.click(screen.getByRole('button', { name: 'In' }));
    expect(await screen.findByRole('alert')).toBeVisible();
    expect(tab.close).toHaveBeenCalledOnce();
    expect(tab.location.replace).not.toHaveBeenCalled();
  });
});
