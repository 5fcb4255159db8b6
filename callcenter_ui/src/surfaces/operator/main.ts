import { mountSurface } from '../../session/mount';
import App from './App.svelte';

mountSurface(App);
