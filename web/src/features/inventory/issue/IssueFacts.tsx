import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink } from 'react-router';
import { Facts } from '../../../components/Facts.tsx';
import { Panel } from '../../../components/Panel.tsx';
import { agencyPath, issuePath } from '../../../lib/paths.ts';
import { useWithMoney } from '../../../lib/session.ts';
import { useDebtInWords } from '../../../components/use_debt_in_words.ts';
import type { ShownIssueFragment } from '../../../gql/graphql.ts';
import { useFormat } from '../../../lib/use_format.ts';

export function IssueFacts({ issue }: { issue: ShownIssueFragment }) {
  const { t } = useTranslation('inventory');
  const format = useFormat();
  const inWords = useDebtInWords();
  const withMoney = useWithMoney();
  const { agency, note } = issue;
  return (
    <Panel title={t('show.facts')} sx={{ '@media print': { display: 'none' } }}>
      <Facts
        facts={[
          [
            t('issue.agency'),
            agency && (
              <>
                <Link component={RouterLink} to={agencyPath(agency.id)}>
                  {agency.name}
                </Link>
                <Box sx={{ color: 'text.secondary', fontSize: 13 }}>{agency.code}</Box>
              </>
            ),
          ],
          ...(issue.requestCode ? [[t('issue.requestCode'), issue.requestCode] as const] : []),
          [t('issue.date'), format.date(issue.issueDate)],
          [
            t(issue.confirmedAt ? 'issue.createdAt' : 'issue.requestedAt'),
            format.moment(issue.confirmedAt ?? issue.requestedAt ?? issue.createdAt),
          ],
          ...(issue.wantedDate
            ? [[t('issue.wanted'), format.date(issue.wantedDate)] as const]
            : []),
          ...(withMoney
            ? [
                [t('issue.author'), issue.createdByName] as const,
                [t('issue.totalLabel'), format.money(issue.totalAmount)] as const,
                [t('issue.paidNow'), format.money(issue.paidNow)] as const,
                ...(issue.payment?.status === 'confirmed'
                  ? [
                      [
                        t('issue.cash'),
                        issue.payment.handedOverAt
                          ? t('issue.handedOver', { at: format.moment(issue.payment.handedOverAt) })
                          : t('issue.inHand'),
                      ] as const,
                    ]
                  : []),
              ]
            : []),
          ...(withMoney && issue.dueDate
            ? [
                [
                  t('issue.due'),
                  t('issue.dueOf', { date: format.date(issue.dueDate), days: issue.termDays }),
                ] as const,
              ]
            : []),
          ...(withMoney && issue.debtAfter
            ? [[t('issue.debtAfter'), inWords(issue.debtAfter)] as const]
            : []),
          ...(issue.deliveredAt
            ? [[t('issue.deliveredAt'), format.moment(issue.deliveredAt)] as const]
            : []),
          ...(issue.cancelledAt
            ? [[t('issue.cancelledAt'), format.moment(issue.cancelledAt)] as const]
            : []),
          ...(issue.replaces
            ? [
                [
                  t('issue.replaces'),
                  <Link key="replaces" component={RouterLink} to={issuePath(issue.replaces.id)}>
                    {issue.replaces.code}
                  </Link>,
                ] as const,
              ]
            : []),
          ...(issue.replacedBy
            ? [
                [
                  t('issue.replacedBy'),
                  <Link key="replaced" component={RouterLink} to={issuePath(issue.replacedBy.id)}>
                    {issue.replacedBy.code}
                  </Link>,
                ] as const,
              ]
            : []),
          ...(issue.reason ? [[t('issue.reason'), issue.reason] as const] : []),
          ...(note ? [[t('issue.note'), note] as const] : []),
        ]}
      />
    </Panel>
  );
}
