import { mountSurface } from '../../session/mount';
import Coordinator from './Coordinator.svelte';

mountSurface(Coordinator);
