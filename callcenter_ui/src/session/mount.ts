/** Start a surface: fonts and tokens, the theme of this place, then the root component. */

import '../design/fonts.css';
import '../design/tokens.css';
import '../design/base.css';
import { mount, type Component } from 'svelte';
import { applyTheme } from '../design/theme.svelte';

export function mountSurface(root: Component): void {
  applyTheme();
  const target = document.getElementById('app');
  if (!target) throw new Error('the page has no #app element');
  mount(root, { target });
}
