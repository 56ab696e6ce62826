import { createTheme } from '@mui/material/styles';
import { componentStyles } from './theme_components.ts';

const light = {
  background: { default: '#F6F7F9', paper: '#FFFFFF' },
  text: { primary: '#16181D', secondary: '#5A6272' },
  divider: '#E3E6EB',
  primary: { main: '#2B50C8', contrastText: '#FFFFFF' },
  success: { main: '#0F7B4F' },
  warning: { main: '#A15C00' },
  error: { main: '#C3261C' },
  action: { hover: 'rgb(16 24 40 / 0.04)', selected: 'rgb(43 80 200 / 0.09)' },
  line: { field: '#8A93A3' },
  tint: { error: '#FDF1F0', warning: '#FDF5E9', primary: '#EEF2FD', neutral: '#EDEFF3' },
};

const dark = {
  background: { default: '#0F1115', paper: '#171A20' },
  text: { primary: '#ECEEF2', secondary: '#9BA3B2' },
  divider: '#2A2F38',
  // Under the pointer a button gets lighter here: MUI's own darker shade would be too near its
  // text.
  primary: { main: '#8EA8FF', dark: '#A9BDFF', contrastText: '#0F1115' },
  success: { main: '#4CC38A' },
  warning: { main: '#F0B35B' },
  error: { main: '#FF8A80', dark: '#FFA79F', contrastText: '#0F1115' },
  action: { hover: 'rgb(255 255 255 / 0.05)', selected: 'rgb(142 168 255 / 0.14)' },
  line: { field: '#6B7484' },
  tint: { error: '#2B1A1B', warning: '#2A2216', primary: '#1B2238', neutral: '#242933' },
};

declare module '@mui/material/styles' {
  interface Palette {
    line: { field: string };
    tint: { error: string; warning: string; primary: string; neutral: string };
  }
  interface PaletteOptions {
    line?: { field: string };
    tint?: { error: string; warning: string; primary: string; neutral: string };
  }
}

const inter = "'Inter Variable', system-ui, sans-serif";

export const theme = createTheme({
  cssVariables: { colorSchemeSelector: 'data-theme' },
  colorSchemes: { light: { palette: light }, dark: { palette: dark } },
  shape: { borderRadius: 8 },
  spacing: 4,
  breakpoints: { values: { xs: 0, sm: 600, md: 1000, lg: 1240, xl: 1440 } },
  typography: {
    fontFamily: inter,
    fontSize: 14,
    h1: { fontSize: 20, fontWeight: 650, lineHeight: 1.3, fontVariantNumeric: 'normal' },
    h2: { fontSize: 14, fontWeight: 600, lineHeight: 1.45 },
    body1: { fontSize: 14, lineHeight: 1.45 },
    body2: { fontSize: 13, lineHeight: 1.45 },
    caption: { fontSize: 12, fontWeight: 500, lineHeight: 1.4 },
    button: { fontSize: 13.5, fontWeight: 600, textTransform: 'none' },
  },
  components: componentStyles,
});
