import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import words from '../../../db/words/states.json';
import { sentenceOf } from '../lib/catalogue.ts';
import { NO_CONNECTION } from '../lib/problem.ts';
import type { Problem } from '../lib/problem.ts';
import { useFormat } from '../lib/use_format.ts';
import { wordOf } from '../lib/words.ts';

/**
 * Why it was refused, in numbers; the ways out are its children. Takes the focus when it appears.
 */
export function Refusal({
  problem,
  more,
  children,
}: {
  problem: Problem;
  more?: ReactNode;
  children?: ReactNode;
}) {
  const { t } = useTranslation('common');
  const { language } = useFormat();
  const block = useRef<HTMLDivElement>(null);
  useEffect(() => {
    block.current?.focus({ preventScroll: true });
    block.current?.scrollIntoView({ block: 'nearest' });
  }, []);

  const states = useStates(problem);
  const sentence =
    problem.code === NO_CONNECTION
      ? { what: t('problem.noConnection'), action: t('problem.noConnectionAction') }
      : sentenceOf(
          problem.code,
          { trace_id: problem.traceId, ...problem.details, ...states },
          language,
        );
  return (
    <Box ref={block} role="alert" tabIndex={-1} data-code={problem.code} sx={blockStyle}>
      <Typography sx={{ fontWeight: 600 }}>
        {sentence?.what ?? problem.message ?? t('problem.unknown')}
      </Typography>
      {sentence && <Typography>{sentence.action}</Typography>}
      {!sentence && problem.traceId && (
        <Typography color="textSecondary">
          {t('problem.traceId', { traceId: problem.traceId })}
        </Typography>
      )}
      {more}
      <Box
        sx={{ display: 'flex', flexWrap: 'wrap', gap: 2, mt: 2.5, '&:empty': { display: 'none' } }}
      >
        {children}
      </Box>
    </Box>
  );
}

/** The states of an INVALID_TRANSITION in the words of the chips. */
function useStates({ details }: Problem) {
  const { language } = useFormat();
  const known = { ...words.agency_status, ...words.issue_status };
  const word = (state: unknown) =>
    typeof state === 'string' ? `“${wordOf(known, state, language)}”` : state;
  return {
    ...('from' in details ? { from: word(details['from']) } : {}),
    ...('to' in details ? { to: word(details['to']) } : {}),
  };
}

/** One way out of a refusal. */
export function Way({ onClick, children }: { onClick(): void; children: ReactNode }) {
  return (
    <Button
      variant="outlined"
      color="inherit"
      size="small"
      onClick={onClick}
      sx={{ bgcolor: 'background.paper' }}
    >
      {children}
    </Button>
  );
}

const blockStyle = {
  mb: 4,
  p: 4,
  borderRadius: 1,
  border: '1px solid',
  borderColor: 'error.main',
  bgcolor: 'tint.error',
  '&:focus': { outline: 'none' },
};
