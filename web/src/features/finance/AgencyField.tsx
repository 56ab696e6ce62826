import { useApolloClient } from '@apollo/client/react';
import Box from '@mui/material/Box';
import type { Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { SearchPicker } from '../../components/SearchPicker.tsx';
import { useDebtInWords } from '../../components/use_debt_in_words.ts';
import { PayingAgenciesDocument } from '../../gql/graphql.ts';
import type { PayingAgencyFragment } from '../../gql/graphql.ts';
import { creditOf } from '../../lib/dong.ts';
import { nodesOf } from '../../lib/nodes.ts';
import { useFormat } from '../../lib/use_format.ts';

interface Props {
  value: PayingAgencyFragment | null;
  inputRef: Ref<HTMLInputElement>;
  error: string | undefined;
  onPick(agency: PayingAgencyFragment | null): void;
  onEnter(): void;
}

/** An agency, found by code, name or phone, with what it owes or has with us. */
export function AgencyField({ value, inputRef, error, onPick, onEnter }: Props) {
  const { t } = useTranslation('finance');
  const client = useApolloClient();
  const format = useFormat();
  const inWords = useDebtInWords();
  async function load(query: string) {
    const { data } = await client.query({
      query: PayingAgenciesDocument,
      variables: { query },
      fetchPolicy: 'network-only',
    });
    return nodesOf(data?.searchAgencies);
  }
  return (
    <SearchPicker<PayingAgencyFragment>
      label={t('agency')}
      placeholder={t('form.pickAgency')}
      autoFocus={value === null}
      value={value}
      inputRef={inputRef}
      load={load}
      idOf={({ id }) => id}
      nameOf={({ code, name }) => `${name} · ${code}`}
      renderOption={({ code, name, debtAmount }) => (
        <Box sx={{ display: 'flex', gap: 3, width: '100%', alignItems: 'baseline' }}>
          <Box sx={{ color: 'text.secondary', fontSize: 13, minWidth: 56 }}>{code}</Box>
          <Box sx={{ flex: 1 }}>{name}</Box>
          <Box sx={{ color: 'text.secondary', fontSize: 13, whiteSpace: 'nowrap' }}>
            {creditOf(debtAmount) === undefined
              ? t('form.owes', { debt: format.money(debtAmount) })
              : inWords(debtAmount, true)}
          </Box>
        </Box>
      )}
      onPick={onPick}
      onEnter={onEnter}
      error={error}
    />
  );
}
