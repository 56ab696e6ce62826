import react from '@vitejs/plugin-react';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { splitDocuments } from './split_documents.ts';

const api = 'http://127.0.0.1:3000';

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [splitDocuments(), react()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2023',
    manifest: true,
    // Inlined files would need data: in the policy for fonts; every asset stays a file.
    assetsInlineLimit: 0,
  },
  server: {
    port: 5173,
    fs: { allow: ['..'] },
    proxy: {
      '/graphql': { target: api, ws: true },
      '/auth': api,
      '/api': api,
      '/readyz': api,
    },
  },
});
