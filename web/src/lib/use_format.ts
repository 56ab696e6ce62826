import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import {
  formatAgo,
  formatDate,
  formatDong,
  formatMoment,
  formatMoney,
  formatQuantity,
} from './format.ts';
import type { Language } from './format.ts';

function formatterOf(language: Language) {
  return {
    language,
    dong: (value: string | null | undefined) => formatDong(value, language),
    money: (value: string | null | undefined) => formatMoney(value, language),
    quantity: (value: string | null | undefined) => formatQuantity(value, language),
    date: formatDate,
    moment: formatMoment,
    ago: (value: string) => formatAgo(value, language),
  };
}

/** The formatter in the language of the screen. */
export function useFormat() {
  const { i18n } = useTranslation();
  const language: Language = i18n.language === 'en' ? 'en' : 'vi';
  return useMemo(() => formatterOf(language), [language]);
}
