import { describe, expect, it } from 'vitest';
import { queuedRequest } from './test_request.ts';
import {
  barOf,
  linesOf,
  shortItems,
  stateOf,
  takeWhatIsThere,
  togetherOf,
} from './request_checks.ts';

const line = (id: string, quantity: string, stock: string, more: object = {}) => ({
  id,
  quantity,
  stock,
  ...more,
});

describe('what is looked at before a request is decided on', () => {
  it('is short of an item when its lines together want more than there is', () => {
    const paid = line('1', '10', '12');
    const free = line('2', '3', '12', { itemId: paid.id, isFree: true });
    expect(shortItems(linesOf(queuedRequest({ lines: [{ ...paid, itemId: '1' }] })))).toEqual([]);
    expect(shortItems(linesOf(queuedRequest({ lines: [{ ...paid, itemId: '1' }, free] })))).toEqual(
      [{ itemId: '1', wanted: '13.000', stock: '12' }],
    );
  });

  it('takes what is there, paid goods before free ones', () => {
    const request = queuedRequest({
      lines: [
        line('1', '3.000', '12', { itemId: '1', isFree: true }),
        line('2', '10.000', '12', { itemId: '1' }),
        line('3', '4.000', '100'),
      ],
    });
    expect(takeWhatIsThere(linesOf(request))).toEqual({ '1': '2' });
    expect(takeWhatIsThere(linesOf(queuedRequest({ lines: [line('1', '3', '0')] })))).toBeNull();
  });

  it('is barred by the debt limit, by what is overdue and by goods that are sold no more', () => {
    expect(stateOf(queuedRequest({}))).toBe('ready');
    expect(stateOf(queuedRequest({ lines: [line('1', '20', '12')] }))).toBe('short');
    expect(stateOf(queuedRequest({ room: { shortBy: '7200000' } }))).toBe('barred');
    expect(
      stateOf(
        queuedRequest({
          room: { overdue: { reason: 'days', allowed: 30, count: 1, to_pay: '1', slips: [] } },
        }),
      ),
    ).toBe('barred');
    expect(stateOf(queuedRequest({ lines: [line('1', '1', '12', { isActive: false })] }))).toBe(
      'barred',
    );
  });

  it('fits the debt limit once less goods go out', () => {
    const request = queuedRequest({
      totalAmount: '10000000',
      lines: [line('1', '10', '50')],
      room: { shortBy: '3000000' },
    });
    expect(stateOf(request, { '1': '8' })).toBe('barred');
    expect(barOf(request, { '1': '8' }).shortBy).toBe('1000000');
    expect(stateOf(request, { '1': '7' })).toBe('ready');
  });

  it('of several is looked at together: each alone would fit', () => {
    const half = (id: string) =>
      queuedRequest({
        id,
        totalAmount: '6000000',
        lines: [line(id, '10', '15', { itemId: '1' })],
        room: { available: '10000000' },
      });
    expect(togetherOf([half('1')], () => ({}))).toMatchObject({ short: 0, overLimit: 0 });
    const both = [half('1'), half('2')];
    expect(togetherOf(both, () => ({}))).toEqual({
      total: '12000000',
      short: 1,
      overLimit: 1,
      barred: 0,
    });
    // with what is typed, and a figure that is none
    expect(togetherOf(both, ({ id }) => (id === '2' ? { '2': '4' } : {}))).toEqual({
      total: '10000000',
      short: 0,
      overLimit: 0,
      barred: 0,
    });
    expect(togetherOf(both, ({ id }) => (id === '2' ? { '2': 'x' } : {})).barred).toBe(1);
  });
});
