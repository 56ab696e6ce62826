import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { Refused, show } from '../../../test_render.tsx';
import { FailedJobsPage } from './FailedJobsPage.tsx';

const job = {
  __typename: 'DeadJob',
  key: '7',
  task: 'send_email',
  payload: { outbox_id: '12' },
  lastError: 'connection refused',
  attempts: '25',
  failedAt: '2026-11-25T01:00:00Z',
};
const mail = {
  __typename: 'MailProblem',
  recipient: 'co.ba@example.com',
  template: 'issue_created',
  status: 'bounced',
  lastError: '550 no such user',
  attempts: '1',
  createdAt: '2026-11-25T01:00:00Z',
};
const list = (jobs: object[], mails: object[]) => ({
  deadJobs: { __typename: 'C', nodes: jobs },
  mailProblems: { __typename: 'C', nodes: mails },
});

describe('what failed', () => {
  it('is a job with its error, which is tried again', async () => {
    const { user, sent } = show(<FailedJobsPage />, {
      answers: {
        FailedJobList: (_, call) => (call === 0 ? list([job], [mail]) : list([], [mail])),
        RetryJob: () => ({ retryJob: { __typename: 'P', job } }),
      },
    });
    expect(await screen.findByText('connection refused')).toBeVisible();
    expect(screen.getByText('550 no such user')).toBeVisible();
    expect(screen.getByText('Bị trả về')).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Làm lại: send_email' }));
    await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Làm lại' }));
    expect(await screen.findByText('Không có việc nào lỗi.')).toBeVisible();
    expect(
      sent.find(({ operation }) => operation === 'RetryJob')?.variables['input'],
    ).toMatchObject({ jobKey: '7' });
  });

  it('is discarded with a reason; somebody who was faster is told', async () => {
    const { user, sent } = show(<FailedJobsPage />, {
      answers: {
        FailedJobList: () => list([job], []),
        DiscardJob: () => {
          throw new Refused('NOT_FOUND', { job_key: '7' });
        },
      },
    });
    await user.click(await screen.findByRole('button', { name: 'Bỏ: send_email' }));
    const dialog = within(screen.getByRole('dialog'));
    await user.click(dialog.getByRole('button', { name: 'Bỏ' }));
    expect(sent.some(({ operation }) => operation === 'DiscardJob')).toBe(false);
    await user.type(dialog.getByLabelText('Lý do'), 'Đã gửi tay');
    await user.click(dialog.getByRole('button', { name: 'Bỏ' }));
    expect(await dialog.findByRole('alert')).toHaveTextContent('Không tìm thấy.');
    expect(
      sent.find(({ operation }) => operation === 'DiscardJob')?.variables['input'],
    ).toMatchObject({ jobKey: '7', reason: 'Đã gửi tay' });
  });

  it('is nothing most of the time', async () => {
    show(<FailedJobsPage />, { answers: { FailedJobList: () => list([], []) } });
    expect(await screen.findByText('Không có việc nào lỗi.')).toBeVisible();
    expect(screen.getByText('Mọi thư đều tới nơi.')).toBeVisible();
  });
});
