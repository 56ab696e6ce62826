import type { ApolloClient } from '@apollo/client';
import {
  CreateAgencyTypeDocument,
  CreateDistrictDocument,
  CreateUnitDocument,
} from '../../../gql/graphql.ts';
import type { FaultGroup } from './fault_group.ts';
import { wholePlace } from './place_name.ts';

/** Columns whose names can be made on the spot, and the scope that it takes. */
const SCOPES = {
  unit: 'inventory:adjust',
  district: 'config:write',
  agency_type: 'config:write',
} as const;
export type Creatable = keyof typeof SCOPES;

export const isCreatable = (column: string): column is Creatable => column in SCOPES;
export const scopeFor = (column: Creatable): string => SCOPES[column];

/** The column of names that a file says and that are not there yet; null of other faults. */
export const missingColumn = ({ column, reason }: FaultGroup): Creatable | null =>
  reason === 'unknown' && isCreatable(column) ? column : null;

/** A name that a file says and that is not there yet, with what else it needs. */
export interface Missing {
  name: string;
  isChosen: boolean;
  /** Of a unit: whether its quantities have decimals. */
  isDecimal: boolean;
  /** Of a territory. */
  city: string;
  /** Of a type of agencies: đồng. */
  debtLimit: string;
}

/** What a group of faults names, each once; places by the whole names they are found by. */
export function missingOf({ column, values }: FaultGroup): Missing[] {
  const found = new Map<string, Missing>();
  for (const { value, beside } of values) {
    if (value === null) continue;
    const name = column === 'district' ? wholePlace(value) : value;
    if (found.has(name.toLowerCase())) continue;
    const city = wholePlace(beside['city'] ?? '');
    found.set(name.toLowerCase(), {
      name,
      isChosen: true,
      isDecimal: false,
      city,
      debtLimit: '',
    });
  }
  return [...found.values()];
}

/** What a name lacks before it can be made. */
export const isWhole = (column: Creatable, { city, debtLimit }: Missing): boolean =>
  (column !== 'district' || city.trim() !== '') && (column !== 'agency_type' || debtLimit !== '');

/** Makes one of them; the same key makes it once. */
export async function create(
  client: ApolloClient,
  column: Creatable,
  { name, isDecimal, city, debtLimit }: Missing,
  clientKey: string,
): Promise<void> {
  if (column === 'unit')
    await client.mutate({
      mutation: CreateUnitDocument,
      variables: { input: { clientKey, name, isDecimal } },
    });
  else if (column === 'district')
    await client.mutate({
      mutation: CreateDistrictDocument,
      variables: { input: { clientKey, name, city: city.trim(), maxAgencies: null } },
    });
  else
    await client.mutate({
      mutation: CreateAgencyTypeDocument,
      variables: { input: { clientKey, name, debtLimit, paymentTermDays: null } },
    });
}
