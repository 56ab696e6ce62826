import react from '@vitejs/plugin-react';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { splitDocuments } from './split_documents.ts';

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [splitDocuments(), react()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2023',
    manifest: true,
    // What cannot preload modules by itself loads them a moment later.
    modulePreload: { polyfill: false },
    // Inlined files would need data: in the policy for fonts; every asset stays a file.
    assetsInlineLimit: 0,
  },
  // npm run dev adds the port and what goes on to the server
  server: { fs: { allow: ['..'] } },
});
