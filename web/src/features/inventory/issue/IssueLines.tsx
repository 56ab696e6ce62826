import Box from '@mui/material/Box';
import { useTranslation } from 'react-i18next';
import { Panel } from '../../../components/Panel.tsx';
import { IssueLine } from './IssueLine.tsx';
import { lineColumns } from '../line_layout.ts';
import { refusedItemOf } from './short_items.ts';
import type { IssueFormState } from './use_issue_form.ts';

/** The goods: a list of lines under one head; the last line is the next to be typed. */
export function IssueLines({ state }: { state: IssueFormState }) {
  const { t } = useTranslation('inventory');
  const { lines, values } = state;
  return (
    <Panel isFlush>
      <Box aria-hidden="true" sx={[lineColumns, headStyle]}>
        <span>{t('show.item')}</span>
        <span>{t('show.unit')}</span>
        <Box sx={{ textAlign: 'right' }}>{t('show.quantity')}</Box>
        <Box sx={{ textAlign: 'right' }}>{t('show.unitPrice')}</Box>
        <Box sx={{ textAlign: 'right' }}>{t('show.lineTotal')}</Box>
      </Box>
      <Box component="ol" aria-label={t('show.lines')} sx={{ listStyle: 'none', m: 0, p: 0 }}>
        {lines.fields.map((field, index) => {
          const line = values.lines[index] ?? field;
          return (
            <IssueLine
              key={field.id}
              state={state}
              index={index}
              line={line}
              isLast={index === lines.fields.length - 1}
              refused={refusedItemOf(state.refusal, line)}
            />
          );
        })}
      </Box>
      <Box
        sx={{
          display: { xs: 'none', md: 'block' },
          px: 4,
          py: 2.5,
          fontSize: 12.5,
          color: 'text.secondary',
        }}
      >
        {t(state.isRequest ? 'request.keys' : 'form.keys')}
      </Box>
    </Panel>
  );
}

const headStyle = {
  display: { xs: 'none', md: 'grid' },
  px: 4,
  height: 36,
  alignItems: 'center',
  fontSize: 12,
  fontWeight: 600,
  color: 'text.secondary',
  borderBottom: '1px solid',
  borderColor: 'divider',
};
