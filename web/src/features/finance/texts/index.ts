import { addTexts } from '../../../lib/i18n.ts';
import { en as adjustmentEn } from './adjustment_en.ts';
import { vi as adjustmentVi } from './adjustment_vi.ts';
import { en } from './en.ts';
import { en as letterEn } from './letter_en.ts';
import { vi as letterVi } from './letter_vi.ts';
import { en as refundEn } from './refund_en.ts';
import { vi as refundVi } from './refund_vi.ts';
import { vi } from './vi.ts';

addTexts('finance', { vi, en });
addTexts('letter', { vi: letterVi, en: letterEn });
addTexts('refund', { vi: refundVi, en: refundEn });
addTexts('adjustment', { vi: adjustmentVi, en: adjustmentEn });

declare module '../../../lib/i18n.ts' {
  interface Texts {
    finance: typeof vi;
    letter: typeof letterVi;
    refund: typeof refundVi;
    adjustment: typeof adjustmentVi;
  }
}
