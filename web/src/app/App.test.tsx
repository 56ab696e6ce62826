import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ReactNode } from 'react';
import type { Root } from 'react-dom/client';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { requestJson } from '../lib/http.ts';
import { sessionFetch } from '../lib/session_fetch.ts';
import { salesSession } from '../test_render.tsx';
import { bodiesOf, invalidField, json, nothing, refused, serve } from '../test_server.ts';
import { start } from './App.tsx';

const root: Root = {
  render: (node: ReactNode) => {
    render(node);
  },
  unmount: () => undefined,
};
const must = {
  user: {
    ...salesSession.user,
    second_factor: {
      is_enrolled: false,
      is_required: true,
      is_confirmed: false,
      recovery_codes_left: 0,
    },
  },
};
const enrolled = {
  user: {
    ...salesSession.user,
    second_factor: {
      is_enrolled: true,
      is_required: true,
      is_confirmed: true,
      recovery_codes_left: 10,
    },
  },
};
const enrolment = {
  'POST /auth/second-factor/enrol': () =>
    json(200, { secret: 'JBSWY3DPEHPK3PXP', uri: 'otpauth://totp/x' }),
  'POST /auth/second-factor/confirm': () => json(200, { recovery_codes: ['aaaaa-bbbbb'] }),
  // Pages may ask, and get nothing: this is about what stands around them.
  'POST /graphql': () =>
    json(200, { data: null, errors: [{ message: 'busy', extensions: { code: 'BUSY' } }] }),
};

async function enrol() {
  await userEvent.type(await screen.findByLabelText('Mã xác thực'), '123456');
  await userEvent.click(await screen.findByRole('button', { name: 'Tôi đã lưu' }));
}

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('whoever must have a second factor and has none', () => {
  it('sees the enrolment alone, and everything once it is done', async () => {
    let isDone = false;
    const calls = serve({
      ...enrolment,
      'GET /auth/me': () => json(200, isDone ? enrolled : must),
    });
    await start(root);
    expect(
      await screen.findByRole('heading', { name: 'Bật xác thực hai bước để tiếp tục' }),
    ).toBeVisible();
    expect(screen.getByRole('button', { name: 'Đăng xuất' })).toBeVisible();
    expect(screen.queryByRole('navigation')).toBeNull();
    expect(bodiesOf(calls, 'POST /graphql')).toEqual([]);
    isDone = true;
    await enrol();
    expect(await screen.findByRole('navigation', { name: 'Trang' })).toBeInTheDocument();
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  it('is led there in the midst of work, and the work stays', async () => {
    let session: object = salesSession;
    serve({
      ...enrolment,
      'GET /auth/me': () => json(200, session),
      'GET /api/v1/x': () => refused(403, 'SECOND_FACTOR_REQUIRED'),
    });
    await start(root);
    const menu = await screen.findByRole('navigation', { name: 'Trang' });
    session = must;
    await sessionFetch('/api/v1/x');
    expect(
      await screen.findByRole('heading', { name: 'Bật xác thực hai bước để tiếp tục' }),
    ).toBeVisible();
    expect(menu).toBeInTheDocument();
    session = enrolled;
    await enrol();
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(menu).toBeInTheDocument();
  });
});

describe('a command that wants a fresh proof', () => {
  it('waits for the password, and goes on; a wrong one is told', async () => {
    let isProven = false;
    const calls = serve({
      'GET /auth/me': () => json(200, salesSession),
      'POST /graphql': enrolment['POST /graphql'],
      'POST /api/v1/x': () =>
        isProven
          ? json(200, { done: true })
          : refused(403, 'STEP_UP_REQUIRED', { method: 'password', max_age: 600 }),
      'POST /auth/step-up': (call) => {
        if (call === 0) return invalidField('password', 'wrong');
        isProven = true;
        return nothing();
      },
    });
    await start(root);
    const answer = requestJson(
      '/api/v1/x',
      { method: 'POST', body: '{"client_key":"k"}' },
      sessionFetch,
    );
    await userEvent.type(await screen.findByLabelText('Mật khẩu'), 'nhầm{Enter}');
    expect(await screen.findByText('Mật khẩu đang dùng không đúng.')).toBeVisible();
    await userEvent.clear(screen.getByLabelText('Mật khẩu'));
    await userEvent.type(screen.getByLabelText('Mật khẩu'), 'daily-2026{Enter}');
    expect(await answer).toEqual({ done: true });
    expect(bodiesOf(calls, 'POST /api/v1/x')).toEqual([{ client_key: 'k' }, { client_key: 'k' }]);
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  it('asks for a code of those who have an app, and hands on the refusal when it is not given', async () => {
    serve({
      'GET /auth/me': () => json(200, salesSession),
      'POST /graphql': enrolment['POST /graphql'],
      'POST /api/v1/x': () => refused(403, 'STEP_UP_REQUIRED', { method: 'totp', max_age: 600 }),
    });
    await start(root);
    const answer = requestJson('/api/v1/x', { method: 'POST' }, sessionFetch).catch(
      (error: unknown) => error,
    );
    expect(await screen.findByLabelText('Mã xác thực')).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Quay lại' }));
    expect(await answer).toMatchObject({ refusal: { code: 'STEP_UP_REQUIRED' } });
  });
});
