import { useQuery } from '@apollo/client/react';
import { useTranslation } from 'react-i18next';
import { FourEyesDocument } from '../../gql/graphql.ts';
import { useSession } from '../../lib/session.ts';

/**
 * What this person can undo of a document of money, and until when. Who may cancel is decided by
 * `finance.require_cancelling`; who reads no regulations is told what holds for everybody.
 */
export function useFinalNote() {
  const { t } = useTranslation('finance');
  const { can } = useSession();
  const mayCancel = can('slip:cancel');
  const { data } = useQuery(FourEyesDocument, { skip: mayCancel || !can('config:read') });
  const fourEyes = data?.regulationByKey?.inForce?.value;
  if (mayCancel || fourEyes === undefined) return t('final.general');
  return t(fourEyes === 'true' ? 'final.others' : 'final.today');
}
