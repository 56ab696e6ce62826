import { useTranslation } from 'react-i18next';
import type { NotificationRowFragment } from '../../gql/graphql.ts';
import { useFormat } from '../../lib/use_format.ts';
import { payloadOf } from './payload.ts';

/** The sentence of a notification, in the language of the screen. */
export function useSentence() {
  const { t } = useTranslation('notification');
  const format = useFormat();
  return (row: Pick<NotificationRowFragment, 'kind' | 'payload'>) => {
    const { issue_code: code, agency_name: agency, total_amount: total, told = '0' } = payloadOf(row);
    if (row.kind === 'issue_created') {
      return total === undefined ? t('createdNoMoney', { agency, code })
        : t('created', { agency, code, total: format.money(total) });
    }
    if (row.kind === 'issue_announced') {
      const count = Number.parseInt(told, 10);
      return count > 0 ? t('announced', { agency, code, count }) : t('announcedNone', { agency, code });
    }
    if (row.kind === 'invariants_broken') {
      const { broken = '0', names = '' } = payloadOf(row);
      return t('broken', { count: Number.parseInt(broken, 10), names });
    }
    return t('other');
  };
}
