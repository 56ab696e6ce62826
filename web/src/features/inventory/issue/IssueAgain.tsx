import { useQuery } from '@apollo/client/react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { LoadFailed } from '../../../components/LoadFailed.tsx';
import { IssueAgainDocument } from '../../../gql/graphql.ts';
import type { IssueAgainQuery } from '../../../gql/graphql.ts';
import { asTyped } from '../../../lib/dong.ts';
import { nodesOf } from '../../../lib/nodes.ts';
import { useSession } from '../../../lib/session.ts';
import { dropDraft, readDraft } from './issue_draft.ts';
import type { IssueDraft } from './issue_draft.ts';
import { emptyLine, emptyValues } from './issue_values.ts';
import { IssueSheet } from './IssueSheet.tsx';

/**
 * A cancelled slip written anew, one like another, or a request asked anew: its agency and goods,
 * at the prices of today, to be put right.
 */
export function IssueAgain({
  id,
  isRevision = false,
  isLike = false,
}: {
  id: string;
  isRevision?: boolean;
  /** It stands for no other: the first one stays in force. */
  isLike?: boolean;
}) {
  const { t } = useTranslation('inventory');
  const { data, error, refetch } = useQuery(IssueAgainDocument, {
    variables: { id },
    fetchPolicy: 'network-only',
  });
  if (error) return <LoadFailed error={error} onRetry={() => void refetch()} />;
  if (!data) return null;
  if (!data.issue) return <EmptyState text={t('show.notFound')} />;
  if (isRevision) return <RevisionSheet issue={data.issue} />;
  return <AgainSheet issue={data.issue} isLike={isLike} />;
}

interface AgainProps {
  issue: NonNullable<IssueAgainQuery['issue']>;
  isLike: boolean;
}

function AgainSheet({ issue, isLike }: AgainProps) {
  const { user } = useSession();
  const [offered, setOffered] = useState(() => readDraft(user.id));
  const [opened, setOpened] = useState<IssueDraft | null>(null);
  const [fresh] = useState(() => {
    const draft = draftOf(issue);
    return isLike ? { ...draft, values: { ...draft.values, replaces: null, note: '' } } : draft;
  });
  const start = opened ?? fresh;
  return (
    <IssueSheet
      key={start.clientKey}
      start={start}
      earlier={offered}
      isRestored={opened !== null}
      onOpen={() => setOpened(offered)}
      onDrop={() => {
        setOffered(null);
        setOpened(null);
        if (opened) dropDraft(user.id);
      }}
    />
  );
}

/** What was asked for, to be changed; no draft is kept of it or lost by it. */
function RevisionSheet({ issue }: { issue: NonNullable<IssueAgainQuery['issue']> }) {
  const [fresh] = useState(() => {
    const draft = draftOf(issue);
    const revises = { id: issue.id, code: issue.requestCode ?? '', version: issue.version };
    return {
      ...draft,
      values: { ...draft.values, replaces: null, wantedDate: issue.wantedDate ?? '', revises },
    };
  });
  return (
    <IssueSheet
      key={fresh.clientKey}
      start={fresh}
      earlier={null}
      isRestored={false}
      onOpen={() => undefined}
      onDrop={() => undefined}
    />
  );
}

function draftOf({
  id,
  code,
  agency,
  note,
  issueDetails,
}: NonNullable<IssueAgainQuery['issue']>): IssueDraft {
  const lines = nodesOf(issueDetails).map(({ item, quantity, isFree }) => ({
    item: item ?? null,
    quantity: asTyped(quantity),
    isFree,
  }));
  return {
    clientKey: crypto.randomUUID(),
    savedAt: new Date().toISOString(),
    values: {
      ...emptyValues(),
      agency: agency ?? null,
      note: note ?? '',
      lines: [...lines, emptyLine()],
      replaces: agency ? { id, code: code ?? '', agencyId: agency.id } : null,
    },
  };
}
