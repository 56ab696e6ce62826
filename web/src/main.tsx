import './lib/fonts.css';
import { openPage } from './lib/open_page.ts';
import { paths } from './lib/paths.ts';

// What comes before signing in needs neither the shell nor its libraries: pages of their own.
const entrances = {
  [paths.signIn]: () => import('./features/auth/SignInPage.tsx'),
  [paths.forgotPassword]: () => import('./features/auth/ForgotPage.tsx'),
  [paths.setPassword]: () => import('./features/auth/SetPasswordPage.tsx'),
  [paths.register]: () => import('./features/auth/RegisterPage.tsx'),
} as const;

const path = window.location.pathname;
const isEntrance = (address: string): address is keyof typeof entrances =>
  Object.hasOwn(entrances, address);

openPage(isEntrance(path) ? entrances[path] : () => import('./app/App.tsx'));
