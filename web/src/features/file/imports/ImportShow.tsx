import { useQuery } from '@apollo/client/react';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { LoadFailed } from '../../../components/LoadFailed.tsx';
import { PageHead } from '../../../components/PageHead.tsx';
import { Panel } from '../../../components/Panel.tsx';
import { ImportShowDocument } from '../../../gql/graphql.ts';
import type { ImportStateFragment } from '../../../gql/graphql.ts';
import { paths } from '../../../lib/paths.ts';
import { useSession } from '../../../lib/session.ts';
import { useFormat } from '../../../lib/use_format.ts';
import { FaultGroups } from './FaultGroups.tsx';
import { ImportChanges } from './ImportChanges.tsx';
import { ImportChoices } from './ImportChoices.tsx';
import { ImportFaults } from './ImportFaults.tsx';
import { ImportOutcome } from './ImportOutcome.tsx';
import { ImportReading } from './ImportReading.tsx';
import { ImportProgress } from './ImportProgress.tsx';

const LOOK_EVERY_MS = 700;
const moving = new Set(['checking', 'applying']);

/**
 * One file that came in: how far it is, what is wrong with it, what it will do, and the word to do
 * it.
 */
export function ImportShow() {
  const { id = '' } = useParams();
  const { t } = useTranslation('imports');
  const { user } = useSession();
  const { data, error, refetch, startPolling, stopPolling } = useQuery(ImportShowDocument, {
    variables: { id },
    fetchPolicy: 'network-only',
  });
  const file = data?.import;
  const isMoving = moving.has(file?.status ?? '');
  useEffect(() => {
    if (isMoving) startPolling(LOOK_EVERY_MS);
    else stopPolling();
  }, [isMoving, startPolling, stopPolling]);
  const parent = { label: t('many'), to: paths.imports };
  if (error && !data)
    return (
      <>
        <PageHead title={t('many')} parent={parent} />
        <LoadFailed error={error} onRetry={() => void refetch()} />
      </>
    );
  if (data && !file)
    return (
      <>
        <PageHead title={t('many')} parent={parent} />
        <EmptyState text={t('notFound')} />
      </>
    );
  if (!file) return <PageHead title={t('many')} parent={parent} />;
  const isOwn = file.askedBy === user.id;
  const onChanged = () => void refetch();
  const hasFaults =
    isOwn
    && !isMoving
    && file.faultCount !== null
    && file.faultCount !== '0'
    && file.status !== 'expired';
  return (
    <>
      <PageHead title={file.fileName} parent={parent} />
      <About file={file} />
      <Box sx={{ display: 'grid', gap: 6 }}>
        <Panel>
          {isMoving ? (
            <ImportProgress file={file} isOwn={isOwn} onChanged={onChanged} />
          ) : (
            <ImportOutcome file={file} isOwn={isOwn} onChanged={onChanged} />
          )}
        </Panel>
        {hasFaults && (
          <FaultGroups
            key={`groups ${file.checkJob?.id ?? ''}`}
            id={file.id}
            what={file.what}
            onChanged={onChanged}
          />
        )}
        {isOwn && file.status === 'checked' && (
          <>
            <ImportChoices file={file} onChanged={onChanged} />
            <ImportChanges
              key={`changes ${file.checkJob?.id ?? ''}`}
              id={file.id}
              what={file.what}
            />
            <ImportReading
              key={file.checkJob?.id}
              id={file.id}
              what={file.what}
              onChanged={onChanged}
            />
          </>
        )}
        {hasFaults && <ImportFaults id={file.id} what={file.what} />}
      </Box>
    </>
  );
}

function About({ file }: { file: ImportStateFragment }) {
  const format = useFormat();
  const what = format.language === 'en' ? file.kind?.nameEn : file.kind?.nameVi;
  return (
    <Typography color="textSecondary" sx={{ mb: 3 }}>
      {[what, file.askerName, format.moment(file.createdAt)].filter(Boolean).join(' · ')}
    </Typography>
  );
}
