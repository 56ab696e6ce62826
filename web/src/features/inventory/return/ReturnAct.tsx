import Button from '@mui/material/Button';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../../lib/session.ts';
import { ReturnDialog } from './ReturnDialog.tsx';
import type { ShownIssueFragment } from '../../../gql/graphql.ts';

/** Takes goods of a slip that went out back, or asks to, for those who may write slips. */
export function ReturnAct({ issue, onChanged }: { issue: ShownIssueFragment; onChanged(): void }) {
  const { t } = useTranslation('goods');
  const { can } = useSession();
  const [isOpen, setOpen] = useState(false);
  if (
    !can('inventory:write')
    || !can('finance:read')
    || !['confirmed', 'delivered'].includes(issue.status)
  )
    return null;
  return (
    <>
      <Button variant="outlined" color="inherit" onClick={() => setOpen(true)}>
        {t(can('return:confirm') ? 'back.verb' : 'back.ask')}
      </Button>
      {isOpen && (
        <ReturnDialog
          issue={issue}
          onChanged={() => {
            setOpen(false);
            onChanged();
          }}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}
