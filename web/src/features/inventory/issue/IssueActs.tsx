import { useApolloClient } from '@apollo/client/react';
import Button from '@mui/material/Button';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActDialog } from '../../../components/form/ActDialog.tsx';
import { useToast } from '../../../components/toasts.ts';
import type { ShownIssueFragment } from '../../../gql/graphql.ts';
import { nodesOf } from '../../../lib/nodes.ts';
import { useSession } from '../../../lib/session.ts';
import { ActConsequences } from './ActConsequences.tsx';
import { CutLines } from '../CutLines.tsx';
import { cutItems, cutTotal, isCutWrong } from '../cut_lines.ts';
import { ActRefusalRows } from './ActRefusalRows.tsx';
import { issueActs, sendIssueAct } from './issue_acts.ts';
import type { IssueAct } from './issue_acts.ts';
import { useIssueKind } from './use_issue_kind.ts';

interface Props {
  issue: ShownIssueFragment;
  onChanged(): void;
}

/** What this person may make of the slip in its present state. */
export function IssueActs({ issue, onChanged }: Props) {
  const { t } = useTranslation('inventory');
  const { can } = useSession();
  const kind = useIssueKind();
  const [open, setOpen] = useState<IssueAct | null>(null);
  const acts = issueActs.filter(
    ({ from, scope, isOwn }) =>
      from.includes(issue.status) && can(scope) && (!isOwn || kind === 'request'),
  );
  return (
    <>
      {acts.map((act) => (
        <Button
          key={act.name}
          variant={act.isUsual ? 'contained' : 'outlined'}
          color={act.isUsual ? 'primary' : act.isGrave ? 'error' : 'inherit'}
          onClick={() => setOpen(act)}
        >
          {t(`acts.${act.name}.verb`)}
        </Button>
      ))}
      {open && (
        <IssueActDialog
          issue={issue}
          act={open}
          onChanged={() => {
            setOpen(null);
            onChanged();
          }}
          onClose={() => setOpen(null)}
        />
      )}
    </>
  );
}

function IssueActDialog({
  issue,
  act,
  onChanged,
  onClose,
}: Props & { act: IssueAct; onClose(): void }) {
  const { t } = useTranslation('inventory');
  const client = useApolloClient();
  const toast = useToast();
  const agency = issue.agency?.name ?? '';
  const lines = nodesOf(issue.issueDetails).toSorted((a, b) => a.lineNo - b.lineNo);
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const isConfirm = act.name === 'confirm';
  const items = cutItems(lines, typed);
  // what was looked at: another total is asked about
  const total = cutTotal(lines, typed);
  const isRight = () => !isConfirm || !lines.some((line) => isCutWrong(line, typed[line.id]));
  return (
    <ActDialog
      title={t(`acts.${act.name}.title`, { agency, code: issue.code })}
      verb={t(`acts.${act.name}.verb`)}
      hasReason={act.hasReason}
      isRight={isRight}
      hasWork={() => Object.keys(typed).length > 0}
      isGrave={act.isGrave}
      onChanged={onChanged}
      onClose={onClose}
      moreOf={(problem) => <ActRefusalRows problem={problem} />}
      act={async (clientKey, reason, answers) => {
        const given =
          isConfirm && total !== undefined ? { acceptPrices: total, ...answers } : answers;
        const changed = await sendIssueAct[act.name](client, clientKey, issue.id, reason, given, {
          ...(isConfirm && items.length > 0 ? { items } : {}),
          version: issue.version,
        });
        toast({ text: t(`acts.${act.name}.done`, { agency, code: changed?.code ?? '' }) });
      }}
    >
      <ActConsequences issue={issue} act={act.name} total={isConfirm ? total : issue.totalAmount} />
      {isConfirm && <CutLines lines={lines} typed={typed} onChange={setTyped} />}
    </ActDialog>
  );
}
