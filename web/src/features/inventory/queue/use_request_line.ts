import { useTranslation } from 'react-i18next';
import type { Check, QueueLine } from '../../../components/queue/queue_line.ts';
import { millionsOf } from '../../../lib/dong.ts';
import { useFormat } from '../../../lib/use_format.ts';
import { barOf, linesOf, shortItems } from './request_checks.ts';
import type { QueuedRequest } from './request_checks.ts';

/** What a row of the queue says of a request. */
export function useRequestLine() {
  const { t } = useTranslation('requestQueue');
  const format = useFormat();
  const short = (amount: string) => t('millions', { amount: format.quantity(millionsOf(amount)) });

  function stockCheck(request: QueuedRequest): Check {
    if (barOf(request).isInactive) return { tone: 'bad', text: t('check.inactive') };
    const missing = shortItems(linesOf(request)).length;
    return missing > 0
      ? { tone: 'warn', text: t('check.short', { count: missing }) }
      : { tone: 'good', text: t('check.inStock') };
  }

  function creditCheck(request: QueuedRequest): Check[] {
    const { room } = request;
    if (!room) return [];
    const { overdue, shortBy } = barOf(request);
    if (overdue) {
      const days = Math.max(0, ...overdue.slips.map((slip) => slip.days));
      return [
        {
          tone: 'bad',
          text:
            overdue.reason === 'days'
              ? t('check.overdue', { days })
              : t('check.openSlips', { count: overdue.count }),
        },
      ];
    }
    if (shortBy) return [{ tone: 'bad', text: t('check.over', { amount: short(shortBy) }) }];
    const left = BigInt(room.limit ?? '0') - BigInt(room.wouldBe ?? '0');
    return [{ tone: 'good', text: t('check.left', { amount: short(left.toString()) }) }];
  }

  return (request: QueuedRequest): QueueLine => ({
    name: request.agency?.name ?? '',
    note: [
      t('items', { count: linesOf(request).length }),
      format.ago(request.requestedAt ?? request.createdAt),
    ].join(' · '),
    checks: [stockCheck(request), ...creditCheck(request)],
    figure: request.totalAmount === undefined ? undefined : format.dong(request.totalAmount),
  });
}
