import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useTranslation } from 'react-i18next';
import { CommandRefusal } from '../../../components/form/CommandRefusal.tsx';
import type { ImportStateFragment } from '../../../gql/graphql.ts';
import { useSession } from '../../../lib/session.ts';
import { useChoose } from './use_choose.ts';

interface Props {
  file: ImportStateFragment;
  onChanged(): void;
}

/**
 * A list of customers seldom says that they are active; who may approve agencies says it of all new
 * ones at once.
 */
export function ActivateNew({ file, onChanged }: Props) {
  const { t } = useTranslation('imports');
  const { can } = useSession();
  const command = useChoose(file.id, onChanged);
  const { pending = '0' } = (file.summary ?? {}) as Readonly<Record<string, string>>;
  if (file.what !== 'agencies' || pending === '0' || !can('agency:approve')) return null;
  return (
    <Box>
      <CommandRefusal of={command} onOvertaken={onChanged} />
      <Button
        size="small"
        variant="outlined"
        disabled={command.isBusy}
        onClick={() => command.choose('new_agencies', 'activate')}
      >
        {t('choices.act.new_agencies_activate')}
      </Button>
    </Box>
  );
}
