import { useQuery } from '@apollo/client/react';
import { useTranslation } from 'react-i18next';
import { BackdateDaysDocument } from '../gql/graphql.ts';
import { businessToday } from '../lib/format.ts';
import { addDays, dateToType } from '../lib/typed_date.ts';
import { DateField } from './DateField.tsx';
import type { DateFieldProps } from './DateField.tsx';

interface Props extends Omit<DateFieldProps, 'min' | 'max' | 'isDocumentDate'> {
  /** A day that somebody told before: it stands, however far back it is. */
  told?: string | null;
}

/**
 * The day that a document is booked on: not after today, and no further back than this person may
 * go.
 */
export function DocumentDate({ told, hint, ...rest }: Props) {
  const { t } = useTranslation('form');
  const { data } = useQuery(BackdateDaysDocument, { fetchPolicy: 'cache-and-network' });
  const today = businessToday();
  const days = data?.backdateDays;
  const earliest = typeof days === 'number' ? addDays(today, -days) : undefined;
  const min = earliest && told && told < earliest ? told : earliest;
  const reach =
    days === 0 ? t('backDating.none') : t('backDating.reach', { date: dateToType(earliest ?? '') });
  return (
    <DateField
      {...rest}
      max={today}
      isDocumentDate
      {...(min ? { min } : {})}
      hint={hint ?? (earliest && isNear(days) ? reach : undefined)}
    />
  );
}

/** A house without a bound has nothing to say about it. */
const isNear = (days: unknown) => typeof days === 'number' && days <= 366;
