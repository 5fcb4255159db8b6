import { mountSurface } from '../../session/mount';
import Crew from './Crew.svelte';

mountSurface(Crew);

// The shell must open where there is no signal; a plain LAN address has no service worker and goes on without one.
if (import.meta.env.PROD && 'serviceWorker' in navigator) {
  void navigator.serviceWorker.register('/crew-worker.js', { scope: '/crew' });
}
