import { useApolloClient, useQuery } from '@apollo/client/react';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import kinds from '../../../../../db/words/kinds.json';
import { ActDialog } from '../../../components/form/ActDialog.tsx';
import { DataList } from '../../../components/DataList.tsx';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { PageHead } from '../../../components/PageHead.tsx';
import { Panel } from '../../../components/Panel.tsx';
import { useToast } from '../../../components/toasts.ts';
import {
  DiscardJobDocument,
  RetryJobDocument,
  FailedJobListDocument,
} from '../../../gql/graphql.ts';
import type { DeadJobRowFragment, FailedJobListQuery } from '../../../gql/graphql.ts';
import { nodesOf } from '../../../lib/nodes.ts';
import { useFormat } from '../../../lib/use_format.ts';
import { useWord } from '../../../lib/words.ts';

type MailProblem = ReturnType<
  typeof nodesOf<NonNullable<NonNullable<FailedJobListQuery['mailProblems']>['nodes'][number]>>
>[number];

/**
 * What the machine could not do by itself: jobs to try again or discard, and mails that did not
 * arrive.
 */
export function FailedJobsPage() {
  const { t } = useTranslation('notification');
  const { data, error, loading, refetch } = useQuery(FailedJobListDocument, {
    fetchPolicy: 'cache-and-network',
  });
  const state = {
    error,
    isRefetching: loading && data !== undefined,
    onRetry: () => void refetch(),
  };
  return (
    <>
      <PageHead title={t('failedJobs.title')} />
      <Box sx={{ display: 'grid', gap: 6 }}>
        <Jobs rows={data && nodesOf(data.deadJobs)} {...state} />
        <Mails rows={data && nodesOf(data.mailProblems)} {...state} />
      </Box>
    </>
  );
}

interface ListState {
  error: Error | undefined;
  isRefetching: boolean;
  onRetry(): void;
}

function Jobs({ rows, ...state }: ListState & { rows: DeadJobRowFragment[] | undefined }) {
  const { t } = useTranslation('notification');
  const format = useFormat();
  const [open, setOpen] = useState<{ act: 'retry' | 'discard'; job: DeadJobRowFragment } | null>(
    null,
  );
  const acts = (job: DeadJobRowFragment) =>
    (['retry', 'discard'] as const).map((act) => (
      <Button
        key={act}
        size="small"
        color={act === 'discard' ? 'error' : 'inherit'}
        aria-label={`${t(`failedJobs.${act}`)}: ${job.task}`}
        onClick={() => setOpen({ act, job })}
      >
        {t(`failedJobs.${act}`)}
      </Button>
    ));
  const about = ({ task, payload }: DeadJobRowFragment) => (
    <Box sx={{ py: 2 }}>
      <Box sx={{ fontWeight: 600 }}>{task}</Box>
      <Box component="code" sx={{ fontSize: 12, color: 'text.secondary' }}>
        {asText(payload)}
      </Box>
    </Box>
  );
  return (
    <Panel title={t('failedJobs.jobs')} isFlush>
      <Typography color="textSecondary" sx={{ px: 4, pb: 3 }}>
        {t('failedJobs.jobsText')}
      </Typography>
      <DataList<DeadJobRowFragment>
        label={t('failedJobs.jobs')}
        rows={rows}
        rowKey={({ key }) => key ?? ''}
        {...state}
        empty={<EmptyState text={t('failedJobs.noJobs')} />}
        columns={[
          { key: 'task', head: t('failedJobs.task'), cell: about },
          {
            key: 'error',
            head: t('failedJobs.error'),
            cell: ({ lastError, attempts }) => (
              <>
                {lastError}
                <Box sx={{ fontSize: 12, color: 'text.secondary' }}>
                  {t('failedJobs.attempts', { times: attempts })}
                </Box>
              </>
            ),
          },
          {
            key: 'failed',
            head: t('failedJobs.failed'),
            cell: ({ failedAt }) => (failedAt ? format.moment(failedAt) : '–'),
          },
          { key: 'acts', head: t('failedJobs.acts'), align: 'right', cell: acts },
        ]}
        card={(job) => ({
          title: job.task,
          note: job.lastError,
          below: <Box sx={{ mt: 2 }}>{acts(job)}</Box>,
        })}
      />
      {open && (
        <JobDialog
          {...open}
          onDone={() => {
            setOpen(null);
            state.onRetry();
          }}
          onClose={() => setOpen(null)}
        />
      )}
    </Panel>
  );
}

const asText = (payload: unknown) =>
  typeof payload === 'string' ? payload : JSON.stringify(payload);

function JobDialog({
  act,
  job,
  onDone,
  onClose,
}: {
  act: 'retry' | 'discard';
  job: DeadJobRowFragment;
  onDone(): void;
  onClose(): void;
}) {
  const { t } = useTranslation('notification');
  const client = useApolloClient();
  const toast = useToast();
  const task = job.task ?? '';
  async function send(clientKey: string, reason: string) {
    const input = { clientKey, jobKey: job.key };
    if (act === 'retry') await client.mutate({ mutation: RetryJobDocument, variables: { input } });
    else
      await client.mutate({
        mutation: DiscardJobDocument,
        variables: { input: { ...input, reason } },
      });
    toast({ text: t(act === 'retry' ? 'failedJobs.retried' : 'failedJobs.discarded', { task }) });
  }
  return (
    <ActDialog
      title={act === 'retry' ? `${t('failedJobs.retry')}: ${task}` : t('failedJobs.discardTitle')}
      verb={t(`failedJobs.${act}`)}
      isGrave={act === 'discard'}
      hasReason={act === 'discard'}
      act={send}
      onChanged={onDone}
      onClose={onClose}
    >
      <Typography>{act === 'retry' ? job.lastError : t('failedJobs.discardText')}</Typography>
    </ActDialog>
  );
}

function Mails({ rows, ...state }: ListState & { rows: MailProblem[] | undefined }) {
  const { t } = useTranslation('notification');
  const format = useFormat();
  const word = useWord(kinds.outbox_status);
  const stateOf = ({ status }: MailProblem) => word(status ?? '');
  return (
    <Panel title={t('failedJobs.mails')} isFlush>
      <Typography color="textSecondary" sx={{ px: 4, pb: 3 }}>
        {t('failedJobs.mailsText')}
      </Typography>
      <DataList<MailProblem>
        label={t('failedJobs.mails')}
        rows={rows}
        rowKey={({ recipient, template, createdAt }) => `${recipient}${template}${createdAt}`}
        {...state}
        empty={<EmptyState text={t('failedJobs.noMails')} />}
        columns={[
          { key: 'recipient', head: t('failedJobs.recipient'), cell: ({ recipient }) => recipient },
          { key: 'about', head: t('failedJobs.about'), cell: ({ template }) => template },
          { key: 'state', head: t('failedJobs.state'), cell: stateOf },
          { key: 'error', head: t('failedJobs.error'), cell: ({ lastError }) => lastError },
          {
            key: 'failed',
            head: t('failedJobs.failed'),
            cell: ({ createdAt }) => (createdAt ? format.moment(createdAt) : '–'),
          },
        ]}
        card={(mail) => ({ title: mail.recipient, figure: stateOf(mail), note: mail.lastError })}
      />
    </Panel>
  );
}
