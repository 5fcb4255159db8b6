import { defineConfig } from '@hey-api/openapi-ts';

// Types only: the client is ours (command ids, CSRF, problem documents).
export default defineConfig({
  input: './openapi.json',
  output: { path: 'src/api/generated', clean: true },
  plugins: ['@hey-api/typescript'],
});
