import { addTexts } from '../../../lib/i18n.ts';
import { en } from './en.ts';
import { vi } from './vi.ts';

addTexts('keys', { vi, en });

declare module '../../../lib/i18n.ts' {
  interface Texts {
    keys: typeof vi;
  }
}
