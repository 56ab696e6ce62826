import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { lazy, Suspense, useState } from 'react';
import type { ClipboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Panel } from '../../../components/Panel.tsx';
import { AsLastSlip } from './AsLastSlip.tsx';
import { IssueLine } from './IssueLine.tsx';
import { lineColumns } from '../line_layout.ts';
import { refusedItemOf } from './short_items.ts';
import type { IssueFormState } from './use_issue_form.ts';
import { useLastIssued } from './use_last_issued.ts';

// loaded when somebody pastes
const PasteDialog = lazy(async () => ({
  default: (await import('./PasteDialog.tsx')).PasteDialog,
}));

/** The goods: a list of lines under one head; the last line is the next to be typed. */
export function IssueLines({ state }: { state: IssueFormState }) {
  const { t } = useTranslation(['inventory', 'slipEntry']);
  const { lines, values } = state;
  const [pasted, setPasted] = useState<string | null>(null);
  const last = useLastIssued(
    values.agency?.id,
    values.lines.flatMap(({ item }) => item?.id ?? []),
  );

  /** Several lines are no name of an item: they become lines of the slip. */
  function onPaste(event: ClipboardEvent) {
    const text = event.clipboardData.getData('text/plain').trim();
    if (!/[\r\n]/.test(text)) return;
    event.preventDefault();
    setPasted(text);
  }

  return (
    <Panel isFlush>
      <Box aria-hidden="true" sx={[lineColumns, headStyle]}>
        <span>{t('show.item')}</span>
        <span>{t('show.unit')}</span>
        <Box sx={{ textAlign: 'right' }}>{t('show.quantity')}</Box>
        <Box sx={{ textAlign: 'right' }}>{t('show.unitPrice')}</Box>
        <Box sx={{ textAlign: 'right' }}>{t('show.lineTotal')}</Box>
      </Box>
      <Box
        component="ol"
        aria-label={t('show.lines')}
        onPasteCapture={onPaste}
        sx={{ listStyle: 'none', m: 0, p: 0 }}
      >
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
              last={last.get(line.item?.id ?? '')}
            />
          );
        })}
      </Box>
      <Box sx={footStyle}>
        <Box sx={{ flex: 1, display: { xs: 'none', md: 'block' } }}>
          {t(state.isRequest ? 'request.keys' : 'form.keys')}
        </Box>
        <AsLastSlip state={state} />
        <Button size="small" color="inherit" tabIndex={-1} onClick={() => setPasted('')}>
          {t('slipEntry:paste.title')}
        </Button>
      </Box>
      {pasted !== null && (
        <Suspense>
          <PasteDialog state={state} text={pasted} onClose={() => setPasted(null)} />
        </Suspense>
      )}
    </Panel>
  );
}

const footStyle = {
  display: 'flex',
  alignItems: 'center',
  gap: 3,
  px: 4,
  py: 2,
  fontSize: 12.5,
  color: 'text.secondary',
};
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
