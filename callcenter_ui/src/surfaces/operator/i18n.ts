import { catalogue } from '../../i18n';
import { en } from './i18n.en';
import { id } from './i18n.id';

/** Texts of the operator's screen. */
export const t = catalogue({ id, en });
