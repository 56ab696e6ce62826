import { useQuery } from '@apollo/client/react';
import { useTranslation } from 'react-i18next';
import { CorrectableDocumentsDocument, CorrectedSlipDocument } from '../../../gql/graphql.ts';
import { isZero } from '../../../lib/dong.ts';
import { nodesOf } from '../../../lib/nodes.ts';
import { useFormat } from '../../../lib/use_format.ts';

export interface CorrectableDocument {
  /** `opening:<id>` or `issue:<id>`. */
  key: string;
  name: string;
  /** What is open of it, in words. */
  open: string;
}

/**
 * The name of what an adjustment corrects: a slip by its number, an opening row by its document or
 * its day.
 */
export function useDocumentName() {
  const { t } = useTranslation('adjustment');
  const format = useFormat();
  return ({
    issue,
    openingDebt,
  }: {
    issue: { code: string | null } | null;
    openingDebt: { document: string | null; documentDate: string } | null;
  }) =>
    issue?.code
    ?? (openingDebt
      && (openingDebt.document ?? t('opening', { date: format.date(openingDebt.documentDate) })));
}

/**
 * What of an agency is open and can be corrected, and the one document that the page was opened
 * with, open or not.
 */
export function useCorrectable(agencyId: string | undefined, asked: string) {
  const { t } = useTranslation('adjustment');
  const format = useFormat();
  const nameOf = useDocumentName();
  const { data, error, refetch } = useQuery(CorrectableDocumentsDocument, {
    skip: !agencyId,
    variables: { agencyId: agencyId ?? '' },
    fetchPolicy: 'network-only',
  });
  const askedSlip = asked.startsWith('issue:') ? asked.slice('issue:'.length) : '';
  const { data: slip } = useQuery(CorrectedSlipDocument, {
    skip: askedSlip === '',
    variables: { id: askedSlip },
  });
  const openOf = (open: string) => {
    if (isZero(open)) return t('form.settled');
    return open.startsWith('-')
      ? t('form.free', { free: format.money(open.slice(1)) })
      : t('form.open', { open: format.money(open) });
  };
  const opening = nodesOf(data?.openingDebts)
    .filter(({ id, openAmount }) => !isZero(openAmount ?? '0') || asked === `opening:${id}`)
    .map((row): CorrectableDocument => ({
      key: `opening:${row.id}`,
      name: nameOf({ issue: null, openingDebt: row }) ?? '',
      open: openOf(row.openAmount ?? '0'),
    }));
  const slips = nodesOf(data?.openItems).flatMap(({ issue, openAmount }): CorrectableDocument[] =>
    issue ? [{ key: `issue:${issue.id}`, name: issue.code ?? '', open: openOf(openAmount) }] : [],
  );
  const known = [...opening, ...slips];
  const missing =
    slip?.issue && !known.some(({ key }) => key === asked)
      ? [{ key: asked, name: slip.issue.code ?? '', open: t('form.settled') }]
      : [];
  return {
    documents: [...known, ...missing],
    isLoaded: data !== undefined,
    error,
    retry: () => {
      void refetch();
    },
  };
}
