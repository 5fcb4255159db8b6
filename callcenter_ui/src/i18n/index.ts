export { catalogue, currentLanguage, setLanguage, type Language } from './catalogue.svelte';
export type { CommonKey } from './id';

import { catalogue } from './catalogue.svelte';
import { en } from './en';
import { id, type CommonKey } from './id';

/** Texts shared by every surface. */
export const t = catalogue({ id: id as Record<CommonKey, string>, en });
