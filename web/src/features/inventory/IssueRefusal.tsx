import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { sentenceOf } from '../../lib/catalogue.ts';
import { sumDong } from '../../lib/dong.ts';
import { issuePath } from '../../lib/paths.ts';
import { NO_CONNECTION } from '../../lib/problem.ts';
import type { Problem } from '../../lib/problem.ts';
import { useFormat } from '../../lib/use_format.ts';
import type { FieldName } from './issue_values.ts';

interface Props {
  problem: Problem;
  paidNow: string;
  onPaidNow(value: string): void;
  onGoTo(field: FieldName): void;
  /** The field to correct first, or the last line for cutting the slip. */
  firstField: FieldName;
  lastLine: FieldName;
  onRetry(): void;
  onNewKey(): void;
}

/** Why the slip was refused, in numbers, and the ways out. Takes the focus when it appears. */
export function IssueRefusal(props: Props) {
  const { problem } = props;
  const { t } = useTranslation(['inventory', 'common']);
  const { language } = useFormat();
  const block = useRef<HTMLDivElement>(null);
  useEffect(() => {
    block.current?.focus({ preventScroll: true });
    block.current?.scrollIntoView({ block: 'nearest' });
  }, []);

  const sentence = problem.code === NO_CONNECTION
    ? { what: t('common:problem.noConnection'), action: t('common:problem.noConnectionAction') }
    : sentenceOf(problem.code, { trace_id: problem.traceId, ...problem.details }, language);
  return (
    <Box ref={block} role="alert" tabIndex={-1} data-code={problem.code} sx={blockStyle}>
      <Typography sx={{ fontWeight: 600 }}>{sentence?.what ?? t('common:problem.unknown')}</Typography>
      {sentence && <Typography>{sentence.action}</Typography>}
      {!sentence && problem.traceId && (
        <Typography color="textSecondary">{t('common:problem.traceId', { traceId: problem.traceId })}</Typography>
      )}
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 2, mt: 2.5, '&:empty': { display: 'none' } }}><WaysOut {...props} /></Box>
    </Box>
  );
}

function WaysOut({ problem, paidNow, onPaidNow, onGoTo, firstField, lastLine, onRetry, onNewKey }: Props) {
  const { t } = useTranslation(['inventory', 'common']);
  const format = useFormat();
  const { details, code } = problem;
  if (code === 'DEBT_LIMIT') {
    const short = String(details['short_by'] ?? '0');
    return (
      <>
        <Way onClick={() => onGoTo(lastLine)}>{t('refused.cut')}</Way>
        <Way onClick={() => onPaidNow(sumDong([paidNow, short]))}>{t('refused.collect', { short: format.money(short) })}</Way>
      </>
    );
  }
  if (code === 'VALIDATION_ERROR') return <Way onClick={() => onGoTo(firstField)}>{t('refused.goTo')}</Way>;
  if (code === 'AGENCY_NOT_ACTIVE') return <Way onClick={() => onGoTo('agency')}>{t('refused.another')}</Way>;
  if (code === 'DUPLICATE_REQUEST') return <Duplicate result={details['result']} onNewKey={onNewKey} />;
  if (code === 'OUT_OF_STOCK' || code === 'ITEM_INACTIVE' || code === 'PERMISSION_DENIED') return null;
  return <Way onClick={onRetry}>{t('common:action.retry')}</Way>;
}

function Duplicate({ result, onNewKey }: { result: unknown; onNewKey(): void }) {
  const { t } = useTranslation('inventory');
  const id = (result as { id?: string } | null)?.id;
  return (
    <>
      {id && <Button component={Link} to={issuePath(id)} variant="outlined" color="inherit" size="small">{t('refused.openFirst')}</Button>}
      <Way onClick={onNewKey}>{t('refused.newKey')}</Way>
    </>
  );
}

function Way({ onClick, children }: { onClick(): void; children: ReactNode }) {
  return <Button variant="outlined" color="inherit" size="small" onClick={onClick} sx={{ bgcolor: 'background.paper' }}>{children}</Button>;
}

const blockStyle = {
  mb: 4, p: 4, borderRadius: 1, border: '1px solid', borderColor: 'error.main', bgcolor: 'tint.error',
  '&:focus': { outline: 'none' },
};
