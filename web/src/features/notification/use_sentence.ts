import { useTranslation } from 'react-i18next';
import type { NotificationRowFragment } from '../../gql/graphql.ts';
import { useFormat } from '../../lib/use_format.ts';
import { payloadOf } from './payload.ts';

const countOf = (text = '0') => Number.parseInt(text, 10);

/** The sentence of a notification, in the language of the screen. */
export function useSentence() {
  const { t } = useTranslation('notification');
  const { money } = useFormat();
  return (row: Pick<NotificationRowFragment, 'kind' | 'payload'>) => {
    const facts = payloadOf(row);
    const { issue_code: code, agency_name: agency, total_amount: total, names = '' } = facts;
    const request = facts.request_code ? ` ${facts.request_code}` : '';
    switch (row.kind) {
      case 'issue_created':
        return (
          (total === undefined
            ? t('createdNoMoney', { agency, code })
            : t('created', { agency, code, total: money(total) }))
          + (facts.cut ? t('cut', { cut: facts.cut }) : '')
          + (facts.asked_amount ? t('repriced', { asked: money(facts.asked_amount) }) : '')
        );
      case 'issue_announced':
        return countOf(facts.told) > 0
          ? t('announced', { agency, code, count: countOf(facts.told) })
          : t('announcedNone', { agency, code });
      case 'issue_requested':
        if (countOf(facts.version) > 1) return t('revised', { agency, request });
        return total === undefined
          ? t('requestedNoMoney', { agency, request })
          : t('requested', { agency, request, total: money(total) });
      case 'issue_decided':
        return t(
          facts.status === 'postponed'
            ? 'postponed'
            : facts.status === 'withdrawn'
              ? 'withdrawn'
              : 'rejected',
          { agency, request, reason: facts.reason },
        );
      case 'return_requested':
        return t('returnRequested', { agency, code });
      case 'return_decided':
        return t(facts.status === 'confirmed' ? 'returnConfirmed' : 'returnRejected', {
          agency,
          code,
          reason: facts.reason,
        });
      case 'payment_received':
        return t('paid', {
          agency,
          code: facts.payment_code,
          amount: money(facts.paid_amount ?? '0'),
        });
      case 'refund_paid':
        return t('refunded', {
          agency,
          code: facts.refund_code,
          amount: money(facts.refunded_amount ?? '0'),
        });
      case 'return_confirmed':
        return t('returned', {
          agency,
          code: facts.return_code,
          amount: money(facts.returned_amount ?? '0'),
        });
      case 'agency_registered':
        return t('registered', { agency });
      case 'near_limit':
        return t('nearLimit', {
          agency,
          debt: money(facts.debt_amount ?? '0'),
          limit: money(facts.limit_amount ?? '0'),
        });
      case 'debt_overdue':
        return t('overdue', {
          agency,
          count: countOf(facts.slips),
          amount: money(facts.overdue_amount ?? '0'),
          since: facts.since,
        });
      case 'low_stock':
        return t('lowStock', { count: countOf(facts.items), names });
      case 'invariants_broken':
        return t('broken', { count: countOf(facts.broken) });
      case 'sign_in_attack':
        return t(facts.account === undefined ? 'attackFrom' : 'attackOn', {
          account: facts.account,
          address: facts.address,
          count: countOf(facts.failures),
        });
      default:
        return t('other');
    }
  };
}
