import { screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { show } from '../test_render.tsx';
import { Refusal } from './Refusal.tsx';

const newRule = {
  code: 'SDNEW',
  details: { until: '2026-12-05' },
  traceId: 't-1',
  message: 'the agency is on holiday until 2026-12-05',
};

it('says what the server says of a rule that is newer than this page', () => {
  show(<Refusal problem={newRule} />);

  expect(screen.getByRole('alert').textContent).toContain(
    'the agency is on holiday until 2026-12-05',
  );
});

it('speaks in the words of the catalogue where there are some', () => {
  show(<Refusal problem={{ ...newRule, code: 'FILE_EXPIRED', message: 'The file is gone.' }} />);

  expect(screen.getByRole('alert').textContent).not.toContain('The file is gone.');
});
