import { addTexts } from '../../../lib/i18n.ts';
import { en } from './en.ts';
import { vi } from './vi.ts';

addTexts('queue', { vi, en });

declare module '../../../lib/i18n.ts' {
  interface Texts {
    queue: typeof vi;
  }
}
