import Box from '@mui/material/Box';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../lib/use_format.ts';
import './issue_print.css';
import type { ShownIssueFragment } from '../../../gql/graphql.ts';
import { PaperSignatures } from '../Paper.tsx';
import { usePaper } from '../use_paper.ts';

/** Only on paper: A5 landscape. */
export function IssuePrintHead({ issue }: { issue: ShownIssueFragment }) {
  const { t } = useTranslation(['inventory', 'common']);
  const format = useFormat();
  const { title } = usePaper('issue_slip');
  const { agency, code, issueDate, dueDate, note } = issue;
  const address = [agency?.address, agency?.ward].filter(Boolean).join(', ');
  return (
    <Box className="print-only issue-paper-head" aria-hidden="true">
      <div>
        <strong>{t('common:app')}</strong>
        <span>
          {code} · {format.date(issueDate)}
        </span>
      </div>
      <p>{title}</p>
      <div>
        <span>
          {t('issue.agency')}:{' '}
          <strong>
            {agency?.name} ({agency?.code})
          </strong>
        </span>
        {agency?.phone && (
          <span>
            {t('show.phone')}: {agency.phone}
          </span>
        )}
      </div>
      {dueDate && (
        <div>
          <span>
            {t('issue.due')}: <strong>{format.date(dueDate)}</strong>
          </span>
        </div>
      )}
      {address && (
        <div>
          <span>
            {t('show.address')}: {address}
          </span>
        </div>
      )}
      {note && (
        <div>
          <span>
            {t('issue.note')}: {note}
          </span>
        </div>
      )}
    </Box>
  );
}

export const IssueSignatures = () => <PaperSignatures names={usePaper('issue_slip').signatures} />;
