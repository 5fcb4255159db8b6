import { existsSync, readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import { precompress } from './tools/precompress.ts';

/** One page and one bundle a surface: every HTML file of this folder, and of `supervisor/`, is an entry. */
const pages = ['', 'supervisor/'].flatMap((folder) =>
  readdirSync(`${import.meta.dirname}/${folder}`)
    .filter((name) => name.endsWith('.html'))
    .map((name) => [folder + basename(name, '.html'), folder + name] as const),
);

const server = process.env.PSC119_SERVER ?? 'http://127.0.0.1:8119';

export default defineConfig({
  plugins: [svelte(), precompress()],
  appType: 'mpa',
  publicDir: existsSync('public') ? 'public' : false,
  worker: { format: 'es' },
  build: {
    target: 'es2022',
    outDir: 'dist',
    // MapLibre alone is about 1 MB; it is split off and loaded after the screen is readable.
    chunkSizeWarningLimit: 1200,
    rolldownOptions: { input: Object.fromEntries(pages) },
  },
  server: {
    port: 5119,
    proxy: { '/api': { target: server, ws: true } },
  },
});
