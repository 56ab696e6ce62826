import { useApolloClient } from '@apollo/client/react';
import Button from '@mui/material/Button';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActDialog } from '../../components/ActDialog.tsx';
import { useToast } from '../../components/toasts.ts';
import type { ShownIssueFragment } from '../../gql/graphql.ts';
import { useSession } from '../../lib/session.ts';
import { ActConsequences } from './ActConsequences.tsx';
import { ActRefusalRows } from './ActRefusalRows.tsx';
import { issueActs, sendIssueAct } from './issue_acts.ts';
import type { IssueAct } from './issue_acts.ts';

interface Props {
  issue: ShownIssueFragment;
  onChanged(): void;
}

/** What this person may make of the slip in its present state. */
export function IssueActs({ issue, onChanged }: Props) {
  const { t } = useTranslation('inventory');
  const { can } = useSession();
  const [open, setOpen] = useState<IssueAct | null>(null);
  const acts = issueActs.filter(({ from, scope }) => from.includes(issue.status) && can(scope));
  return (
    <>
      {acts.map((act) => (
        <Button key={act.name} variant={act.isUsual ? 'contained' : 'outlined'} color={act.isUsual ? 'primary' : act.isGrave ? 'error' : 'inherit'}
          onClick={() => setOpen(act)}>
          {t(`acts.${act.name}.verb`)}
        </Button>
      ))}
      {open && <IssueActDialog issue={issue} act={open} onChanged={() => { setOpen(null); onChanged(); }} onClose={() => setOpen(null)} />}
    </>
  );
}

function IssueActDialog({ issue, act, onChanged, onClose }: Props & { act: IssueAct; onClose(): void }) {
  const { t } = useTranslation('inventory');
  const client = useApolloClient();
  const toast = useToast();
  const agency = issue.agency?.name ?? '';
  return (
    <ActDialog title={t(`acts.${act.name}.title`, { agency, code: issue.code })} verb={t(`acts.${act.name}.verb`)}
      hasReason={act.hasReason} isGrave={act.isGrave} onChanged={onChanged} onClose={onClose}
      moreOf={(problem) => <ActRefusalRows problem={problem} />}
      act={async (clientKey, reason, answers) => {
        const changed = await sendIssueAct[act.name](client, clientKey, issue.id, reason, answers);
        toast({ text: t(`acts.${act.name}.done`, { agency, code: changed?.code ?? '' }) });
      }}>
      <ActConsequences issue={issue} act={act.name} />
    </ActDialog>
  );
}
