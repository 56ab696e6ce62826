/** How a column is written: figures stay figures in a spreadsheet. */
export type Kind = 'text' | 'count' | 'dong' | 'quantity' | 'percent' | 'date' | 'moment';

export type Language = 'vi' | 'en';

/** A column of a sheet: its heads, what is in it, and how many characters fit. */
export interface Column {
  key: string;
  vi: string;
  en: string;
  kind: Kind;
  /** Characters that fit. */
  width: number;
}
