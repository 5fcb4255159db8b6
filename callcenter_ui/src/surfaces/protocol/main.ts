import { mountSurface } from '../../session/mount';
import Protocol from './Protocol.svelte';

mountSurface(Protocol);
