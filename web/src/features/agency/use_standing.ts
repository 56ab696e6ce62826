import { useQuery } from '@apollo/client/react';
import { useTranslation } from 'react-i18next';
import kinds from '../../../../db/words/kinds.json';
import { AgencyStandingDocument } from '../../gql/graphql.ts';
import type { OpenDocumentFragment } from '../../gql/graphql.ts';
import { sumDong } from '../../lib/dong.ts';
import { businessToday } from '../../lib/format.ts';
import { nodesOf } from '../../lib/nodes.ts';
import { useWord } from '../../lib/words.ts';
import { daysBetween } from '../../lib/typed_date.ts';

/** Days until it is due; below nothing: days that it is late. */
export const daysLeft = ({ dueDate }: { dueDate: string }, today: string) =>
  daysBetween(today, dueDate);

/** What is due earliest comes first: it is what the next money settles. */
export function byDueDate(documents: readonly OpenDocumentFragment[]) {
  return documents.toSorted(
    (a, b) =>
      a.dueDate.localeCompare(b.dueDate)
      || a.documentDate.localeCompare(b.documentDate)
      || (BigInt(a.seq) < BigInt(b.seq) ? -1 : 1),
  );
}

/** What is past its due date, in đồng. */
export const overdueOf = (documents: readonly OpenDocumentFragment[], today: string) =>
  sumDong(documents.filter((one) => daysLeft(one, today) < 0).map(({ openAmount }) => openAmount));

/** What an agency owes, document by document, and how much there is of the rest. */
export function useStanding(id: string, isSkipped: boolean) {
  const { data, error, refetch } = useQuery(AgencyStandingDocument, {
    variables: { id },
    skip: isSkipped,
    fetchPolicy: 'cache-and-network',
  });
  const documents = data && byDueDate(nodesOf(data.openItems));
  return {
    documents,
    /** Of more documents than are read, the sums would be too small. */
    isWhole: documents !== undefined && (data?.openItems?.totalCount ?? 0) <= documents.length,
    overdue: documents && overdueOf(documents, businessToday()),
    counts: data?.agency,
    error,
    retry: () => {
      void refetch();
    },
  };
}

export type Standing = ReturnType<typeof useStanding>;

/** A document by its number; one without is called by its kind. */
export function useDocumentName() {
  const kindOf = useWord(kinds.open_item_kind);
  const { t } = useTranslation('agency');
  return ({ kind, issue, debtTransaction }: OpenDocumentFragment) =>
    issue?.code
    ?? debtTransaction?.adjustment?.code
    ?? debtTransaction?.refund?.code
    ?? debtTransaction?.openingDebt?.document
    ?? (kindOf(kind) || t('opening.title'));
}
