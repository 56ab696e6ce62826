import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { browserStore } from './browser_store.ts';
import type { Language } from './format.ts';
import { en } from './texts/en.ts';
import { vi } from './texts/vi.ts';

const LAST_LANGUAGE = 'sodaily-language';

function startLanguage(): Language {
  return browserStore.get(LAST_LANGUAGE) === 'en' ? 'en' : 'vi';
}

void i18next.use(initReactI18next).init({
  lng: startLanguage(),
  fallbackLng: false,
  defaultNS: 'common',
  resources: { vi: { common: vi }, en: { common: en } },
  interpolation: { escapeValue: false },
  returnNull: false,
  // Synchronous: the first render already has its texts.
  initAsync: false,
});
document.documentElement.lang = i18next.language;

export const i18n = i18next;

/** The texts by their namespace; whoever adds a namespace declares it here, beside addTexts. */
export interface Texts {
  common: typeof vi;
}

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common';
    resources: Texts;
  }
}

/** A feature brings its texts with its route. */
export function addTexts<Name extends keyof Texts>(
  namespace: Name,
  texts: { vi: Texts[Name]; en: Texts[Name] },
) {
  i18next.addResourceBundle('vi', namespace, texts.vi);
  i18next.addResourceBundle('en', namespace, texts.en);
}

export function currentLanguage(): Language {
  return i18next.language === 'en' ? 'en' : 'vi';
}

const keyOf = (userId: string) => `${LAST_LANGUAGE}:${userId}`;

/** Switches and remembers, for the person and for the sign-in page of this browser. */
export async function chooseLanguage(language: Language, userId?: string) {
  browserStore.set(LAST_LANGUAGE, language);
  if (userId) browserStore.set(keyOf(userId), language);
  document.documentElement.lang = language;
  await i18next.changeLanguage(language);
}

/** The person's own choice on this browser, else the one of their profile. */
export async function restoreLanguage(userId: string, profile: string) {
  const chosen = browserStore.get(keyOf(userId)) ?? profile;
  await chooseLanguage(chosen === 'en' ? 'en' : 'vi', undefined);
}
