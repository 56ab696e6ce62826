import { addTexts } from '../../../lib/i18n.ts';
import { en } from './en.ts';
import { vi } from './vi.ts';

addTexts('list', { vi, en });

declare module '../../../lib/i18n.ts' {
  interface Texts {
    list: typeof vi;
  }
}
