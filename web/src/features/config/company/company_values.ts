import type { CompanyProfileFactsFragment } from '../../../gql/graphql.ts';

/** What is typed about the company; "" where nothing is. */
export interface CompanyValues {
  name: string;
  address: string;
  taxCode: string;
  phone: string;
  email: string;
  signingPlace: string;
  bankBin: string;
  bankAccount: string;
  bankHolder: string;
  representative: string;
  representativeTitle: string;
  authorTitle: string;
  keeperTitle: string;
  cashierTitle: string;
  approverTitle: string;
  logo: string;
}

/** The profile as a form holds it; empty when there is none yet. */
export const savedOf = (
  profile: CompanyProfileFactsFragment | null | undefined,
): CompanyValues => ({
  name: profile?.name ?? '',
  address: profile?.address ?? '',
  taxCode: profile?.taxCode ?? '',
  phone: profile?.phone ?? '',
  email: profile?.email ?? '',
  signingPlace: profile?.signingPlace ?? '',
  bankBin: profile?.bankBin ?? '',
  bankAccount: profile?.bankAccount ?? '',
  bankHolder: profile?.bankHolder ?? '',
  representative: profile?.representative ?? '',
  representativeTitle: profile?.representativeTitle ?? '',
  authorTitle: profile?.authorTitle ?? '',
  keeperTitle: profile?.keeperTitle ?? '',
  cashierTitle: profile?.cashierTitle ?? '',
  approverTitle: profile?.approverTitle ?? '',
  logo: profile?.logo ?? '',
});

/** As the server takes it: an empty field is none; the name is asked for. */
export const sentOf = ({ name, ...others }: CompanyValues) => ({
  name: name.trim(),
  ...Object.fromEntries(Object.entries(others).map(([key, text]) => [key, text.trim() || null])),
});
