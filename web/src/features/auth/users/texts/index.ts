import { addTexts } from '../../../../lib/i18n.ts';
import { en } from './en.ts';
import { vi } from './vi.ts';

addTexts('people', { vi, en });

declare module '../../../../lib/i18n.ts' {
  interface Texts {
    people: typeof vi;
  }
}
