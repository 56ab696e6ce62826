import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { Panel } from '../../components/Panel.tsx';
import { useSettled } from '../../lib/use_settled.ts';
import type { GoodsFormState } from './use_goods_form.ts';

const ANNOUNCE_AFTER = 800;

interface Props {
  state: GoodsFormState;
  name: string;
  figure: string;
  verb: string;
}

/**
 * The live figure and the one button of the page: beside the lines, or along the bottom of a phone.
 */
export function GoodsAside({ state, name, figure, verb }: Props) {
  const announced = useSettled(figure, ANNOUNCE_AFTER);
  return (
    <Panel sx={barStyle}>
      <Box sx={{ flex: 1, minWidth: 0 }}>
        <Box sx={{ color: 'text.secondary', fontSize: 13 }}>{name}</Box>
        <Box data-testid="live-total" sx={{ fontSize: { xs: 18, md: 22 }, fontWeight: 650 }}>
          {figure}
        </Box>
        <span role="status" className="visually-hidden">{`${name} ${announced}`}</span>
      </Box>
      <Button
        variant="contained"
        disabled={state.isBusy}
        onClick={state.submit}
        aria-keyshortcuts="Control+Enter"
        title="Ctrl+Enter"
        sx={{ width: { md: '100%' }, mt: { md: 3 }, px: 4 }}
      >
        {verb}
      </Button>
    </Panel>
  );
}

const barStyle = {
  position: { xs: 'fixed', md: 'sticky' },
  top: { md: 76 },
  insetInline: 0,
  bottom: { xs: 0, md: 'auto' },
  zIndex: { xs: 10, md: 0 },
  borderRadius: { xs: 0, md: 1 },
  borderWidth: { xs: '1px 0 0', md: '1px' },
  '& > div': {
    display: { xs: 'flex', md: 'block' },
    alignItems: 'center',
    gap: 3,
    py: { xs: 2.5, md: 4 },
    px: 4,
  },
};
