import './lib/fonts.css';
import { openPage } from './lib/open_page.ts';
import { paths } from './lib/paths.ts';

// Signing in needs neither the shell nor its libraries, so it is a page of its own.
if (window.location.pathname === paths.signIn) {
  openPage(() => import('./features/auth/SignInPage.tsx'));
} else {
  openPage(() => import('./app/App.tsx'));
}
