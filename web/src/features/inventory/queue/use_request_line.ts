import { useTranslation } from 'react-i18next';
import type { Check, QueueLine } from '../../../components/queue/queue_line.ts';
import { millionsOf } from '../../../lib/dong.ts';
import { useFormat } from '../../../lib/use_format.ts';
import { barOf, lessOf, linesOf, shortItems, totalOf } from './request_checks.ts';
import type { QueuedRequest, Typed } from './request_checks.ts';

/** What a row of the queue says of a request, with what is typed into it. */
export function useRequestLine(typedOf: (request: QueuedRequest) => Typed) {
  const { t } = useTranslation('requestQueue');
  const format = useFormat();
  const short = (amount: string) => t('millions', { amount: format.quantity(millionsOf(amount)) });

  function stockCheck(request: QueuedRequest): Check {
    if (barOf(request).isInactive) return { tone: 'bad', text: t('check.inactive') };
    const missing = shortItems(linesOf(request), typedOf(request)).length;
    return missing > 0
      ? { tone: 'warn', text: t('check.short', { count: missing }) }
      : { tone: 'good', text: t('check.inStock') };
  }

  function creditCheck(request: QueuedRequest): Check[] {
    const { room } = request;
    if (!room) return [];
    const typed = typedOf(request);
    const { overdue, shortBy } = barOf(request, typed);
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
    const left = BigInt(room.limit ?? '0') - BigInt(room.wouldBe ?? '0') + lessOf(request, typed);
    return [{ tone: 'good', text: t('check.left', { amount: short(left.toString()) }) }];
  }

  function figureOf(request: QueuedRequest) {
    const total = totalOf(request, typedOf(request));
    return total === undefined ? undefined : format.dong(total);
  }

  return (request: QueuedRequest): QueueLine => ({
    name: request.agency?.name ?? '',
    note: [
      t('items', { count: linesOf(request).length }),
      format.ago(request.requestedAt ?? request.createdAt),
    ].join(' · '),
    checks: [stockCheck(request), ...creditCheck(request)],
    figure: figureOf(request),
  });
}
