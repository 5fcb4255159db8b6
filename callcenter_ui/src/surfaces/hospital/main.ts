import { mountSurface } from '../../session/mount';
import Hospital from './Hospital.svelte';

mountSurface(Hospital);
