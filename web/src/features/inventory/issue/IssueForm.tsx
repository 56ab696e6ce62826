import { useQuery } from '@apollo/client/react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { LoadFailed } from '../../../components/LoadFailed.tsx';
import { PageHead } from '../../../components/PageHead.tsx';
import { PickAgencyDocument } from '../../../gql/graphql.ts';
import { paths } from '../../../lib/paths.ts';
import { useSession } from '../../../lib/session.ts';
import { dropDraft, readDraft } from './issue_draft.ts';
import type { IssueDraft } from './issue_draft.ts';
import { emptyValues } from './issue_values.ts';
import { useIssueKind } from './use_issue_kind.ts';
import { IssueAgain } from './IssueAgain.tsx';
import { IssueSheet } from './IssueSheet.tsx';

const freshDraft = (): IssueDraft => ({
  clientKey: crypto.randomUUID(),
  savedAt: new Date().toISOString(),
  values: emptyValues(),
});

/** Writing a slip: goes on with the draft, unless the address asks for a certain agency. */
export function IssueForm() {
  const { t } = useTranslation('inventory');
  const { user } = useSession();
  const kind = useIssueKind();
  const [params] = useSearchParams();
  // An agency asks for itself, unless it goes on with a draft.
  const [own] = useState(() =>
    kind === 'request' && !readDraft(user.id) ? user.agencies[0]?.id : undefined,
  );
  const agencyId = params.get('dai-ly') ?? own;
  const again = kind === 'slip' ? params.get('thay') : null;
  const like = kind === 'slip' ? params.get('nhu') : null;
  const revised = kind === 'request' ? params.get('sua') : null;
  const parent = { label: t('issue.many'), to: paths.issues };
  return (
    <>
      <PageHead
        title={revised ? t('request.revise') : t(kind === 'request' ? 'request.make' : 'issue.new')}
        parent={parent}
        takesFocus={false}
      />
      {again && <IssueAgain key={again} id={again} />}
      {like && !again && <IssueAgain key={like} id={like} isLike />}
      {revised && <IssueAgain key={revised} id={revised} isRevision />}
      {!again
        && !like
        && !revised
        && (agencyId ? <SheetForAgency key={agencyId} id={agencyId} /> : <SheetOfDraft />)}
    </>
  );
}

function SheetOfDraft() {
  const { user } = useSession();
  const [start, setStart] = useState(() => {
    const draft = readDraft(user.id);
    return { draft: draft ?? freshDraft(), isRestored: draft !== null };
  });
  function discard() {
    dropDraft(user.id);
    setStart({ draft: freshDraft(), isRestored: false });
  }
  return (
    <IssueSheet
      key={start.draft.clientKey}
      start={start.draft}
      earlier={start.isRestored ? start.draft : null}
      isRestored
      onDrop={discard}
      onOpen={discard}
    />
  );
}

function SheetForAgency({ id }: { id: string }) {
  const { user } = useSession();
  const { data, error, refetch } = useQuery(PickAgencyDocument, {
    variables: { id },
    fetchPolicy: 'network-only',
  });
  const [offered, setOffered] = useState(() => readDraft(user.id));
  const [opened, setOpened] = useState<IssueDraft | null>(null);
  const [fresh] = useState(freshDraft);
  if (error) return <LoadFailed error={error} onRetry={() => void refetch()} />;
  if (!data) return null;
  const start = opened ?? { ...fresh, values: { ...fresh.values, agency: data.agency ?? null } };
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
