import { mountSurface } from '../../session/mount';
import Start from './Start.svelte';

mountSurface(Start);
