import Box from '@mui/material/Box';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import papers from '../../../../../db/words/papers.json';
import { FormField } from '../../../components/form/FormField.tsx';
import type { CommandForm } from '../../../components/form/use_command_form.ts';
import { Panel } from '../../../components/Panel.tsx';
import type { CompanyQuery } from '../../../gql/graphql.ts';
import { nodesOf } from '../../../lib/nodes.ts';
import { useWord } from '../../../lib/words.ts';
import type { CompanyValues } from './company_values.ts';
import { LogoField } from './LogoField.tsx';

interface Props {
  state: CommandForm<CompanyValues>;
  banks: CompanyQuery['banks'];
  isReadOnly: boolean;
}

const titles = [
  ['authorTitle', 'author'],
  ['keeperTitle', 'keeper'],
  ['cashierTitle', 'cashier'],
  ['approverTitle', 'approver'],
] as const;

/** What stands on papers about the company, in three parts. */
export function CompanyFields({ state, banks, isReadOnly }: Props) {
  const { t } = useTranslation('company');
  const signer = useWord(papers.signers);
  const optional = { of: state, isOptional: true } as const;
  const logo = state.form.watch('logo');
  return (
    <>
      <Panel title={t('identity')}>
        <Columns>
          <Box sx={{ gridColumn: '1 / -1' }}>
            <FormField of={state} name="name" label={t('name')} longest={200} />
          </Box>
          <Box sx={{ gridColumn: '1 / -1' }}>
            <FormField {...optional} name="address" label={t('address')} longest={300} />
          </Box>
          <FormField {...optional} name="taxCode" label={t('taxCode')} longest={14} />
          <FormField {...optional} name="phone" label={t('phone')} longest={30} />
          <FormField {...optional} name="email" label={t('email')} kind="email" longest={254} />
          <Box sx={{ gridColumn: '1 / -1' }}>
            <LogoField
              value={logo}
              isReadOnly={isReadOnly}
              onChange={(picture) => state.form.setValue('logo', picture)}
            />
          </Box>
        </Columns>
      </Panel>
      <Panel title={t('account')}>
        <Columns>
          <FormField
            {...optional}
            name="bankBin"
            label={t('bank')}
            hint={t('accountHint')}
            choices={[
              { id: '', name: t('noBank') },
              ...nodesOf(banks).map(({ bin, shortName, name }) => ({
                id: bin,
                name: `${shortName} · ${name}`,
              })),
            ]}
          />
          <FormField {...optional} name="bankAccount" label={t('bankAccount')} longest={30} />
          <FormField {...optional} name="bankHolder" label={t('bankHolder')} longest={200} />
        </Columns>
      </Panel>
      <Panel title={t('signers')}>
        <Columns>
          <FormField
            {...optional}
            name="representative"
            label={t('representative')}
            longest={200}
          />
          <FormField
            {...optional}
            name="representativeTitle"
            label={t('representativeTitle')}
            longest={60}
          />
          <FormField
            {...optional}
            name="signingPlace"
            label={t('signingPlace')}
            hint={t('signingPlaceHint')}
            longest={100}
          />
          {titles.map(([name, word]) => (
            <FormField
              key={name}
              {...optional}
              name={name}
              label={t('titleOf', { word: signer(word) })}
              hint={t('titleHint', { word: signer(word) })}
              longest={60}
            />
          ))}
        </Columns>
      </Panel>
    </>
  );
}

const Columns = ({ children }: { children: ReactNode }) => (
  <Box
    sx={{
      display: 'grid',
      gap: 4,
      gridTemplateColumns: { xs: '1fr', md: 'repeat(2, minmax(0, 1fr))' },
      alignItems: 'start',
    }}
  >
    {children}
  </Box>
);
