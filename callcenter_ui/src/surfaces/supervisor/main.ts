import { mountSurface } from '../../session/mount';
import Supervisor from './Supervisor.svelte';

mountSurface(Supervisor);
